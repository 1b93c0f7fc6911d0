namespace Layercake.Pipelines.Tests.Support;

/// <summary>A test that is skipped, and says so, where a program that it needs is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithAttribute : FactAttribute
{
    /// <param name="needs">Programs, or <c>$NAME</c> for a variable that names a file.</param>
    public FactWithAttribute(params string[] needs) => Skip = Needs.Missing(needs);
}

/// <inheritdoc cref="FactWithAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryWithAttribute : TheoryAttribute
{
    /// <inheritdoc cref="FactWithAttribute(string[])"/>
    public TheoryWithAttribute(params string[] needs) => Skip = Needs.Missing(needs);
}

internal static class Needs
{
    public static string? Missing(IEnumerable<string> needs) =>
        needs.Where(need => !IsThere(need)).Select(need => $"needs {need}").FirstOrDefault();

    private static bool IsThere(string need) =>
        need switch
        {
            ['$', ..] => File.Exists(Environment.GetEnvironmentVariable(need[1..])),
            "pwsh" => PowerShell.Command is not null,
            _ => Programs.Has(need),
        };
}
