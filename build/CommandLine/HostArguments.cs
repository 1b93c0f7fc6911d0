using Cake.Core.Diagnostics;

namespace Build.CommandLine;

/// <summary>The command line, read and checked.</summary>
internal sealed record HostArguments
{
    private const string ProvisionsInfrastructure = "ProvisionInfrastructure";

    /// <summary>In the order in which they run.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>What each target of the host uses.</summary>
    public required TargetUses TargetUses { get; init; }

    /// <summary>What the most demanding of the targets must find in the folder of assets.</summary>
    public AssetsNeed AssetsNeed => Has("plan") ? AssetsNeed.None : Targets.Max(target => TargetUses.Of(target).Assets);

    /// <summary>Values by option name; a switch that is on has an empty one.</summary>
    public required IReadOnlyDictionary<KnownOption, string> Values { get; init; }

    /// <summary>All values of the options that may be given several times, in the order they were written.</summary>
    public IReadOnlyDictionary<KnownOption, IReadOnlyList<string>> Repeated { get; init; } =
        new Dictionary<KnownOption, IReadOnlyList<string>>();

    /// <summary>What is wrong with the command line, in the order it was written.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>The environment settings that were overridden, by the name that the environment file uses.</summary>
    /// <remarks>Of several values for an export this has the first.</remarks>
    public IReadOnlyDictionary<string, string> Settings =>
        Values
            .Concat(Repeated.Select(entry => KeyValuePair.Create(entry.Key, entry.Value[0])))
            .Where(entry => entry.Key.Setting is not null)
            .ToDictionary(entry => entry.Key.Setting!, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>Values of <c>--var</c>, by the variable's name.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        Each("var").Select(given => given.Split('=', 2)).ToDictionary(given => given[0], given => given[1], StringComparer.Ordinal);

    /// <summary>The option's value; null when it was not given.</summary>
    public string? this[string name] => Values.FirstOrDefault(entry => entry.Key.Name == name).Value;

    /// <summary>The run carries out deployment tasks and does not only talk about them.</summary>
    public bool RunsTasks =>
        !Targets.Intersect(["Test", "LocalCloud", "Web", "Package", "ShowPlan"]).Any()
        && (!Has("dryrun") || IsWhatIf)
        && !new[] { "tree", "description", "info" }.Any(Has);

    /// <summary>A package was named to be deployed, not to be written.</summary>
    public bool DeploysPackage => Has("package") && !Targets.Contains("Package");

    /// <summary>The form in which the plan is printed and nothing else; null where it is shown as text.</summary>
    public string? PlanDocument => this["output"] is { } form && PlanOptions.Documents.Contains(form) ? form : null;

    /// <summary>A dry run that asks what would change, where Cake's own runs no task at all.</summary>
    public bool IsWhatIf =>
        Has("dryrun")
        && (Targets is [ProvisionsInfrastructure] || Targets.All(TargetTable.IsExport));

    /// <summary>How much is printed; the first letter of a level is enough.</summary>
    public Verbosity Verbosity =>
        this["verbosity"] is { Length: > 0 } level
            ? Enum.GetValues<Verbosity>().First(verbosity => verbosity.ToString().StartsWith(level, StringComparison.OrdinalIgnoreCase))
            : Verbosity.Normal;

    /// <summary>The values of an option that may be given several times; none when it was not given.</summary>
    public IReadOnlyList<string> Each(string name) => Repeated.FirstOrDefault(entry => entry.Key.Name == name).Value ?? [];

    /// <summary>Whether the option says something to one of the targets.</summary>
    public bool Uses(string option) => Targets.Any(target => TargetUses.Uses(target, option));

    public bool Has(string name) => this[name] is not null;

    /// <summary>0, any free one, when it was not given.</summary>
    public int Port(string name) => this[name] is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>The command line as Cake is to see it: the targets in our order, and the options it acts on.</summary>
    public IEnumerable<string> ForCake() =>
        Targets
            .Select(target => $"--target={target}")
            .Concat(
                Values
                    .Where(entry => entry.Key.IsCakes && !(IsWhatIf && entry.Key.Name == "dryrun"))
                    .Select(entry => entry.Key.Value is OptionValue.None ? entry.Key.Spelling : $"{entry.Key.Spelling}={entry.Value}")
            );
}
