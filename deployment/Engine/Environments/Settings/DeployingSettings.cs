using static Layercake.Engine.Environments.Settings.SettingForms;

namespace Layercake.Engine.Environments.Settings;

/// <summary>The settings of a deployment: target folders, limits and pruning.</summary>
internal static class DeployingSettings
{
    private const string Segments = @"(/(?!\.\.?(/|$))[^/\u0000-\u001f]+)";

    // The root of the workspace cannot be written to; /Workspace is an alias of the root.
    private const string WorkspaceFolder = $"^(?!/Workspace/?$){Segments}+/?$";

    private const string Principal = @"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[^\s@]+@[^\s@]+)$";

    private const string PrincipalForm =
        "the application id of a service principal, such as 12345678-1234-1234-1234-123456789012, or a user's name with an @";

    private const string WorkspaceFolderForm =
        "an absolute workspace path below the root, such as /Shared/layercake, without empty, . or .. parts";

    public static IReadOnlyList<EnvironmentSetting> All { get; } =
    [
        new()
        {
            Key = "notebooks_path",
            Description = "The workspace folder that `notebooks/` is imported to. Not a user's folder.",
            Default = Defaults.NotebooksPath,
            HasSeveralInExport = true,
            Pattern = WorkspaceFolder,
            Form = WorkspaceFolderForm,
        },
        new()
        {
            Key = "content_path",
            Description = "The workspace folder below which `queries/`, `alerts/` and `dashboards/` lie, each in a folder of its name.",
            Default = Defaults.ContentPath,
            Pattern = WorkspaceFolder,
            Form = WorkspaceFolderForm,
        },
        new()
        {
            Key = "init_scripts_destination",
            Description =
                "Where `init-scripts/` is copied to: workspace files (`/Workspace/…`, `/Shared/…`, `/Users/…`), a volume "
                + "(`/Volumes/catalog/schema/volume/…`), or `dbfs:/…` for old runtimes.",
            Default = Defaults.InitScriptsDestination,
            Pattern = $"^(((dbfs:|/Workspace|/Shared|/Users){Segments}+)|(/Volumes{Segments}{{3,}}))/?$",
            Form = "a folder below /Workspace, /Shared, /Users, /Volumes/catalog/schema/volume or dbfs:/",
        },
        new()
        {
            Key = "libraries_destination",
            Description =
                "Where `libraries/` is copied to: workspace files (`/Workspace/…`, `/Shared/…`, `/Users/…`) or a volume "
                + "(`/Volumes/catalog/schema/volume/…`).",
            Default = Defaults.LibrariesDestination,
            Pattern = $"^(((/Workspace|/Shared|/Users){Segments}+)|(/Volumes{Segments}{{3,}}))/?$",
            Form = "a folder below /Workspace, /Shared, /Users or /Volumes/catalog/schema/volume",
        },
        new()
        {
            Key = "deploys_as",
            Description =
                "Who applies plans: the application id of a service principal, or a user's name. Owners and permissions are planned for "
                + "it, whoever plans. Whoever signs in when left out.",
            Pattern = Principal,
            Form = PrincipalForm,
        },
        new()
        {
            Key = "deploys_as_auto",
            Description =
                "Who applies the plans that nobody has to approve, and no others, written like `deploys_as`. Needs `deploys_as` and "
                + "`approve`. Left out, `deploys_as` applies these too. See docs/plans.md.",
            Pattern = Principal,
            Form = PrincipalForm,
        },
        new()
        {
            Key = "stop_clusters",
            Type = SettingType.Flag,
            Description = "Whether a cluster is stopped after it was created or edited.",
            Default = Defaults.StopClusters,
            Form = "true or false",
        },
        new()
        {
            Key = "stop_warehouses",
            Type = SettingType.Flag,
            Description = "Whether a SQL warehouse is stopped after it was created, or edited while it was stopped.",
            Default = Defaults.StopWarehouses,
            Form = "true or false",
        },
        new()
        {
            Key = "restart_clusters",
            Type = SettingType.Flag,
            Description =
                "Whether a cluster that runs is restarted when libraries are removed from it, which they are only then. Not while the run "
                + "of a job is at work on it.",
            Default = Defaults.RestartClusters,
            Form = "true or false",
        },
        new()
        {
            Key = "concurrency",
            Type = SettingType.Number,
            Description = "How many requests are in flight at most, 1 to 64.",
            Default = Defaults.Concurrency,
            Form = "a whole number from 1 to 64",
            Minimum = 1,
            Maximum = 64,
        },
        new()
        {
            Key = "prune",
            Type = SettingType.Flag,
            Description =
                "Whether `Deploy` also deletes what an earlier deployment made and Git declares no more, as `Prune` does. See "
                + "docs/prune.md.",
            Default = Defaults.Prune,
            Form = "true or false",
        },
        new()
        {
            Key = "prune_limit",
            Type = SettingType.Number,
            Description = "How many assets one run may delete because Git declares them no more; with more, it deletes none.",
            Default = Defaults.PruneLimit,
            Form = "a whole number from 0 to 100000",
            Minimum = 0,
            Maximum = 100_000,
        },
        new()
        {
            Key = "prune_adopted",
            Type = SettingType.Flag,
            Description = "Whether a prune also deletes adopted assets, which were in the workspace before the first deployment.",
            Default = Defaults.PruneAdopted,
            Form = "true or false",
        },
        new()
        {
            Key = "approve",
            Type = SettingType.List,
            Description =
                "The changes that a person has to approve in CI, as ACTION:KIND, such as `[\"delete:*\", \"recreate:*\", "
                + "\"update:jobs\"]`. Left out, that is every change. See [plans.md](plans.md#what-a-person-has-to-approve).",
            Pattern = $@"^({string.Join('|', ApprovalClass.Actions)}|\*):(\*|[a-z][a-z-]*)$",
            Form = "a list such as [\"delete:*\", \"recreate:*\"]",
        },
        new()
        {
            Key = "owner_only",
            Type = SettingType.Flag,
            Description =
                "Whether what another identity made is left alone: reported, but not adopted, updated or deleted. Clusters and jobs "
                + "by their creator, files by the manifest.",
            Default = Defaults.OwnerOnly,
            Form = "true or false",
        },
        new()
        {
            Key = "permission_drift",
            Description =
                "When permission lists that did not change in Git are compared with the workspace, which takes a request for each: in "
                + "every run (`always`), in none (`changed`), or in runs that CI starts on a schedule (`scheduled`).",
            Default = Defaults.PermissionDrift,
            Pattern = "^(always|changed|scheduled)$",
            Form = "always, changed or scheduled",
        },
        new()
        {
            Key = "state_path",
            Description = "The workspace folder where deployments remember what they did.",
            Default = Defaults.StatePath,
            Pattern = WorkspaceFolder,
            Form = WorkspaceFolderForm,
        },
        new()
        {
            Key = "deployment_name",
            Description = "Tells apart repositories that deploy to one workspace.",
            Default = Defaults.DeploymentName,
            Pattern = "^[0-9a-zA-Z][-._0-9a-zA-Z]{0,63}$",
            Form = "1 to 64 letters, digits, points, hyphens and underscores, starting with a letter or a digit",
        },
    ];
}
