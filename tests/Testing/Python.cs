using Layercake.LocalCloud.Apis.Jobs.Notebooks;

namespace Layercake.Testing;

/// <summary>Whether this machine can execute notebooks.</summary>
public static class Python
{
    private static readonly Lazy<string?> Missing = new(() =>
        new PythonRuntime().PathAsync.GetAwaiter().GetResult() is null ? "This machine has no python3, so no notebook is executed." : null
    );

    /// <summary>Null where it can.</summary>
    public static string? WhyMissing => Missing.Value;
}
