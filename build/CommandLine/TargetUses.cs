using Layercake.Engine.Kinds;

namespace Build.CommandLine;

/// <summary>What a target must find in the folder of assets.</summary>
internal enum AssetsNeed
{
    None,

    /// <summary>The folder has to be known: what is missing from a wrong one would count as gone, or be written there.</summary>
    Folder,

    /// <summary>At least one of the kinds' folders has to be in it.</summary>
    Content,
}

/// <summary>What a target makes use of.</summary>
/// <param name="Options">Names of options; <see cref="TargetUses.Settings"/> stands for all those that override a setting of the
/// environment.</param>
internal sealed record TargetUse(AssetsNeed Assets, params IReadOnlyList<string> Options);

/// <summary>The one table of what each target uses: the check of the command line and <c>--help</c> come from it.</summary>
internal sealed class TargetUses
{
    public const string Settings = "settings of the environment";

    /// <summary>What belongs to every run: where it keeps its files, what it prints, and what Cake itself acts on.</summary>
    public static IReadOnlyList<string> Everywhere { get; } =
    [
        "target",
        "state",
        "cloud-file",
        "plan-file",
        "report",
        "no-report",
        "verbosity",
        "working",
        "description",
        "tree",
        "dryrun",
        "exclusive",
        "info",
        "version",
        "help",
    ];

    // The script of a package names its package whatever the target is.
    private static readonly string[] Environment = ["env", "assets", "package", "params", Settings];

    private static readonly string[] Declarations = [.. Environment, "var", "skip-errors"];

    private static readonly string[] Sealing = ["out", "plan-expires"];

    private static readonly string[] Sealed = ["plan", "plan-id"];

    private static readonly string[] Deploying = [.. Declarations, "allow-empty", "select", "with-needed", "allow-data-loss"];

    // Nothing is left out because of errors: an export has to know what the files declare already.
    private static readonly string[] Exporting = [.. Environment, "var", "select", "name", "with-permissions"];

    private static readonly string[] Serving =
    [
        "assets",
        "package",
        "params",
        "var",
        "port",
        "web-config",
        "auth",
        "app-mode",
        "clone",
        "clone-branch",
        "workspace-folder",
        "concurrency",
        "mappings",
    ];

    private static readonly string[] Running = [.. Declarations, "parameters", "test-results", "export"];

    private static readonly string[] RunningNotebooks = [.. Running, "notebook", "cluster", "job-cluster", "run-timeout"];

    // What Deploy and Export use, those of one kind use too.
    private static readonly Dictionary<string, TargetUse> Rows = new(StringComparer.Ordinal)
    {
        ["Test"] = new(AssetsNeed.None),
        ["LocalCloud"] = new(AssetsNeed.None, "package", "http-port", "https-port"),
        ["Web"] = new(AssetsNeed.None, Serving),
        ["Package"] = new(AssetsNeed.Folder, "package", "assets"),
        ["Validate"] = new(AssetsNeed.Content, [.. Declarations, "allow-empty"]),
        ["ProvisionInfrastructure"] = new(AssetsNeed.None, Environment),
        ["CheckConnection"] = new(AssetsNeed.None, Environment),
        ["FetchSecrets"] = new(AssetsNeed.None, Declarations),
        ["GetToken"] = new(AssetsNeed.None, Declarations),
        ["Unlock"] = new(AssetsNeed.None, Declarations),
        ["Lock"] = new(AssetsNeed.None, [.. Declarations, "message", "until"]),
        ["Forget"] = new(AssetsNeed.None, [.. Declarations, "asset"]),
        ["Adopt"] = new(AssetsNeed.Content, [.. Declarations, "asset", "id"]),
        ["ValidateOnline"] = new(AssetsNeed.Content, [.. Declarations, "allow-empty"]),
        ["Plan"] = new(AssetsNeed.Content, [.. Deploying, .. Sealing]),
        ["ShowPlan"] = new(AssetsNeed.None, [.. Sealed, "package", "output"]),
        ["Deploy"] = new(AssetsNeed.Content, [.. Deploying, .. Sealed, "strict-plan", "approved", "confirm"]),
        ["StopClusters"] = new(AssetsNeed.None, Declarations),
        ["Prune"] = new(
            AssetsNeed.Folder,
            [.. Declarations, "select", "scope", "confirm", "force", "allow-data-loss", "approved", .. Sealing]
        ),
        ["Destroy"] = new(AssetsNeed.None, [.. Environment, "confirm", "force", "allow-data-loss", "approved", .. Sealing]),
        ["RunNotebook"] = new(AssetsNeed.None, RunningNotebooks),
        ["RunJob"] = new(AssetsNeed.None, [.. Running, "job"]),
        ["TestNotebooks"] = new(AssetsNeed.Folder, [.. RunningNotebooks, "approved"]),
        ["Export"] = new(AssetsNeed.Folder, Exporting),
    };

    private readonly Dictionary<string, TargetUse> table;

    public TargetUses(IReadOnlyList<KindDescription> kinds) =>
        table = Rows.SelectMany(row =>
                KindTargets.PartsOf(row.Key, kinds).Append(row.Key).Select(target => KeyValuePair.Create(target, row.Value))
            )
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>The targets of the table.</summary>
    public IReadOnlyCollection<string> Targets => table.Keys;

    public TargetUse Of(string target) => table[target];

    /// <summary>Whether the option says something to the target.</summary>
    public bool Uses(string target, KnownOption option) =>
        Everywhere.Contains(option.Name)
        || table[target].Options.Contains(option.Name)
        || option.Setting is not null && table[target].Options.Contains(Settings);

    /// <inheritdoc cref="Uses(string, KnownOption)"/>
    public bool Uses(string target, string option) => table[target].Options.Contains(option);

    /// <summary>The targets that an option says something to, in the order of the table; null when that is all of them.</summary>
    public IReadOnlyList<string>? UsersOf(KnownOption option) =>
        table.Keys.All(target => Uses(target, option)) ? null : [.. table.Keys.Where(target => Uses(target, option))];

    /// <summary>The same in few words: <c>Plan, Deploy…, Prune</c>, or which targets it is not for.</summary>
    /// <returns>Null when it is for all.</returns>
    public string? Shown(KnownOption option)
    {
        if (UsersOf(option) is not { } users)
            return null;

        var others = table.Keys.Except(users).ToList();
        return others.Count < users.Count / 2 ? $"all but {List(others)}" : List(users);
    }

    /// <summary>Where a target and all that are named after it are there, one word says so.</summary>
    private string List(IReadOnlyList<string> targets)
    {
        var families = new[] { "Deploy", "Export" }
            .Where(family => table.Keys.Where(target => IsOf(family, target)).All(targets.Contains))
            .ToList();
        return string.Join(
            ", ",
            targets.Select(target => families.Find(family => IsOf(family, target)) is { } family ? $"{family}…" : target).Distinct()
        );
    }

    private static bool IsOf(string family, string target) => target.StartsWith(family, StringComparison.Ordinal);
}
