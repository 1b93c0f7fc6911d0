namespace Layercake.Web.Access;

/// <summary>The ways between Git and a workspace that are gone.</summary>
public enum AppMode
{
    /// <summary>From the workspace to the files of Git.</summary>
    Export,

    /// <summary>From the files of Git to the workspace.</summary>
    Import,

    Both,
}

/// <summary>The modes of a server, by environment. They hold for everyone, whatever roles they have.</summary>
/// <param name="Environments">
/// <see cref="RoleRules.AnyEnvironment"/> stands for those that are not named; without it they have <see cref="AppMode.Both"/>.
/// </param>
public sealed record AppModes(IReadOnlyDictionary<string, AppMode> Environments)
{
    public static AppModes Both { get; } = Everywhere(AppMode.Both);

    /// <summary>The names of modes on the command line, in the configuration and on the page.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<AppMode>().Select(NameOf)];

    public static AppModes Everywhere(AppMode mode) => new(new Dictionary<string, AppMode> { [RoleRules.AnyEnvironment] = mode });

    public static string NameOf(AppMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>Null when there is none of that name.</summary>
    public static AppMode? Named(string name) => Names.Contains(name) ? Enum.Parse<AppMode>(name, ignoreCase: true) : null;

    public AppMode Of(string environment) =>
        Environments.TryGetValue(environment, out var mode) || Environments.TryGetValue(RoleRules.AnyEnvironment, out mode)
            ? mode
            : AppMode.Both;

    /// <summary>Why a way is not gone in an environment, in a sentence; null where it is.</summary>
    public string? Refusal(AppMode way, string environment) =>
        Of(environment) is var mode && (mode == AppMode.Both || mode == way)
            ? null
            : $"This server does not {(way == AppMode.Export ? "export from" : "import to")} {environment}: "
                + $"its app_mode there is {NameOf(mode)}.";
}
