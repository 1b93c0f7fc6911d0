using Build.CommandLine;
using Build.Text;
using Layercake.Engine.Environments;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;

namespace Build.Running;

/// <summary>What the command line says about a run, with every path made absolute.</summary>
/// <param name="package">What is deployed instead of a folder; null when none was given.</param>
/// <param name="approved">The sealed plan that is applied or shown; null when none was given.</param>
internal sealed class RunOptions(
    HostArguments arguments,
    HostFolders folders,
    PackagedAssets? package,
    OpenedPlan? approved,
    TimeProvider clock,
    CancellationToken ct
)
{
    private readonly long start = clock.GetTimestamp();

    /// <summary>Ends with Ctrl-C.</summary>
    public CancellationToken CancellationToken => ct;

    public HostFolders Folders => folders;

    /// <summary>Assets with errors are left out and the rest is deployed.</summary>
    public bool SkipErrors => arguments.Has("skip-errors");

    /// <summary>The run asks how all assets stand to the workspace, those with errors included.</summary>
    public bool ValidatesOnline => arguments.Targets.Contains("ValidateOnline");

    /// <summary>How long the run has taken so far.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>When the run began.</summary>
    public DateTimeOffset Started { get; } = clock.GetUtcNow();

    /// <summary>What the run was asked to do, in the order in which it does it.</summary>
    public IReadOnlyList<string> Targets => arguments.Targets;

    /// <summary>Where the report is wanted; null when nobody said.</summary>
    public string? ReportFolder => arguments["report"] is { } path ? folders.FromStart(path) : null;

    /// <summary>The environment to deploy to, as the command line names it.</summary>
    public string EnvironmentName => arguments["env"] ?? "local";

    /// <summary>The environment settings that were overridden, by the name that the environment file uses.</summary>
    public IReadOnlyDictionary<string, string> Settings => arguments.Settings;

    /// <summary>The folders that <c>--notebooks-path</c> gives to an export; none where it was not given.</summary>
    public IReadOnlyList<string> NotebookFolders => arguments.Each("notebooks-path");

    /// <summary>What <c>--var=name=value</c> gives, by name.</summary>
    public IReadOnlyDictionary<string, string> Variables => arguments.Variables;

    /// <summary>The folder that holds <c>clusters/</c>, <c>jobs/</c> and the others.</summary>
    public string AssetsFolder => Assets.Folder;

    /// <summary>What the targets must find in that folder.</summary>
    public AssetsNeed AssetsNeed => arguments.AssetsNeed;

    /// <summary>Which folder that is, and why.</summary>
    public AssetsChoice Assets { get; } =
        package is not null ? new AssetsChoice { Folder = package.Folder }
        : arguments.Uses("clone") && arguments.Has("clone")
            ? new AssetsChoice { Folder = Path.Combine(StateFolder(arguments, folders), "web-clone") }
        : arguments["assets"] is { } path ? new AssetsChoice { Folder = folders.FromStart(path) }
        : AssetsChoice.Search(folders, samples: (arguments["env"] ?? "local") == "local" && !arguments.Targets.Contains("Package"));

    /// <summary>The assets as people know them: a package is unpacked to a folder that nobody knows.</summary>
    public string AssetsDescription
    {
        get
        {
            if (package is null)
                return AssetsFolder;

            var commit = package.Commit is null ? "" : $", commit {DisplayText.ShortCommit(package.Commit)}";
            return $"package {folders.FromStart(arguments["package"]!)}{commit}";
        }
    }

    /// <summary>Which assets the run is about, for the targets that can be about some of them.</summary>
    public AssetSelection Selection =>
        arguments.Uses("select")
            ? new AssetSelection([.. arguments.Each("select"), .. SelectedNames.Select(name => $"*.{name}")], arguments.Has("with-needed"))
            : AssetSelection.Everything;

    /// <summary>Whose data may be lost.</summary>
    public AllowedDataLoss DataLoss { get; } = new(arguments.Each("allow-data-loss"));

    /// <summary>What <c>--name</c> gives to the exports.</summary>
    public IReadOnlyList<string> SelectedNames => arguments.Uses("name") ? arguments.Each("name") : [];

    /// <summary>Nothing at all may be declared.</summary>
    public bool AllowsEmpty => arguments.Has("allow-empty");

    /// <summary>Null when a folder is deployed.</summary>
    public PackagedAssets? Package => package;

    /// <summary>Where a package is written.</summary>
    public string PackageFile =>
        arguments["package"] is { } path ? folders.FromStart(path) : Path.Combine(folders.Root, "artifacts", "layercake.zip");

    /// <summary>How and where to sign in; null when not given.</summary>
    public string? ParameterFile => arguments["params"] is { } path ? folders.FromStart(path) : null;

    public string PlanFile => arguments["plan-file"] is { } path ? folders.FromStart(path) : Path.Combine(folders.Root, "plan.json");

    /// <summary>The sealed plan that is applied or shown; null when none was given.</summary>
    public OpenedPlan? Approved => approved;

    /// <summary>A person has approved what the run does.</summary>
    public bool IsApproved => arguments.Has("approved");

    /// <summary>Where the sealed plan is written; null when none is wanted.</summary>
    public string? SealedFile => arguments["out"] is { } path ? folders.FromStart(path) : null;

    /// <summary>How long the sealed plan may be applied; null without limit.</summary>
    public TimeSpan? PlanExpires => PlanDuration.Parse(arguments["plan-expires"]);

    /// <summary>What is to be run in the workspace.</summary>
    public RunInputs Runs => new(arguments, folders);

    /// <summary>Where the local cloud remembers.</summary>
    public string CloudStateFolder => StateFolder(arguments, folders);

    /// <summary>Where the details of what was done are, a file for each asset.</summary>
    public string LogsFolder => Path.Combine(CloudStateFolder, "logs");

    /// <summary>What <c>Forget</c> gives up, or <c>Adopt</c> adopts for, as kind and name; null when nobody said.</summary>
    public string? Asset => arguments["asset"];

    /// <summary>What <c>Adopt</c> adopts, by the id that the workspace has for it; null when nobody said.</summary>
    public string? ObjectId => arguments["id"];

    /// <summary>Why <c>Lock</c> keeps deployments away, in one line; null when nobody said.</summary>
    public string? Message => arguments["message"] is { } text ? EnvironmentLock.Clean(text) : null;

    /// <summary>When the lock ends, as it was written; null when nobody said.</summary>
    public string? Until => arguments["until"];

    /// <summary>How far <c>Prune</c> may go.</summary>
    public PruneOptions Prune =>
        new()
        {
            Only = Selection,
            Everything = arguments["scope"] == "all",
            Force = arguments.Has("force"),
            DataLoss = DataLoss,
            Confirmed = arguments["confirm"],
        };

    /// <summary>Where someone said that a local cloud runs; null when nobody did.</summary>
    public string? CloudFileGiven => arguments["cloud-file"] is null ? null : CloudFile;

    /// <summary>Where a running local cloud says how to reach it.</summary>
    public string CloudFile => arguments["cloud-file"] is { } path ? folders.FromStart(path) : folders.CloudFile;

    /// <summary>The same for the web page's runs.</summary>
    /// <param name="assets">The folder of assets where the command line says none; null where it stays.</param>
    /// <param name="environments">See <see cref="HostFolders.WebEnvironments"/>.</param>
    public RunOptions For(string? assets, string? environments) => For(assets, folders with { WebEnvironments = environments });

    /// <summary>The same with a check of each environment that is read.</summary>
    public RunOptions Checked(Action<DeploymentEnvironment> check) => For(null, folders with { EnvironmentCheck = check });

    private RunOptions For(string? assets, HostFolders changed)
    {
        var values = new Dictionary<KnownOption, string>(arguments.Values);
        if (assets is not null)
            values[DeploymentOptions.All.First(option => option.Name == "assets")] = assets;
        return new RunOptions(
            arguments with
            {
                Values = values,
            },
            changed,
            package,
            approved,
            clock,
            ct
        );
    }

    private static string StateFolder(HostArguments arguments, HostFolders folders) =>
        arguments["state"] is { } path ? folders.FromStart(path) : folders.Local;
}
