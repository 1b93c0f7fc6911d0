using Layercake.Web.Access;

namespace Layercake.Web.Configuration;

/// <summary>Reads which ways the server goes: one mode for all environments, or one for each.</summary>
internal static class AppModesReader
{
    public const string Member = "app_mode";

    private static readonly string Expected = $"one of {string.Join(", ", AppModes.Names)}";

    public static AppModes Read(Members document, IReadOnlyList<string> environments)
    {
        if (!document.HasObject(Member))
            return Mode(document, Member, $"{Expected}, or an object with one of them by environment") is { } mode
                ? AppModes.Everywhere(mode)
                : AppModes.Both;

        var read = new Dictionary<string, AppMode>(StringComparer.Ordinal);
        var modes = document.Object(Member, Expected)!;
        foreach (var name in modes.ByEnvironment(environments))
            if (Mode(modes, name, Expected) is { } mode)
                read.Add(name, mode);
        return new AppModes(read);
    }

    private static AppMode? Mode(Members members, string name, string expected) =>
        members.Text(name, expected, text => AppModes.Named(text) is not null) is { } text ? AppModes.Named(text) : null;
}
