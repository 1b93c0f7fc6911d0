namespace Layercake.LocalCloud.Apis.Unconfirmed;

/// <summary>Something that the service does in an unconfirmed way: what this cloud does, and what it can be told to do instead.</summary>
/// <param name="Name">As <c>POST {admin}/unconfirmed</c> names it.</param>
/// <param name="Usual">The mode until an admin call says otherwise.</param>
/// <param name="Other">The other mode.</param>
/// <param name="About">What the modes are about, in one sentence.</param>
internal sealed record UnconfirmedRule(string Name, string Usual, string Other, string About)
{
    private const string Refuse = "refuse";
    private const string Accept = "accept";

    public static UnconfirmedRule ClusterLibraries { get; } =
        new("cluster_libraries", "drop", "keep", "Libraries among the settings of a cluster.");

    public static UnconfirmedRule DeletedPipeline { get; } =
        new("deleted_pipeline", "gone", "shown", "Whether a pipeline is shown for a while after it was deleted.");

    public static UnconfirmedRule EditedWarehouse { get; } =
        new("edited_warehouse", "start", "leave", "Whether an edit starts a SQL warehouse that is stopped.");

    public static UnconfirmedRule Listings { get; } =
        new("listings", "filter", "show_all", "Whether listings leave out what a principal that is no administrator may not see.");

    public static UnconfirmedRule PipelineRunAs { get; } =
        new("pipeline_run_as", "creator", "owner", "Whom a pipeline without run_as runs as: whoever made it, or whoever owns it.");

    public static UnconfirmedRule PolicyValues { get; } =
        new("policy_values", "fill_in", "leave_out", "Whether a job and a pipeline show what a policy gives to their clusters.");

    public static UnconfirmedRule ReinstalledLibrary { get; } =
        new("reinstalled_library", "keep", "remove", "A library that is installed again before the restart that would remove it.");

    public static UnconfirmedRule RepairOfSuccess { get; } =
        new("repair_of_success", Refuse, Accept, "A repair of all failed tasks of a run in which none failed.");

    public static UnconfirmedRule RestartingUninstall { get; } =
        new("restarting_uninstall", "this_restart", "next_restart", "Which restart removes a library, while one is under way.");

    public static UnconfirmedRule TakenAlertName { get; } =
        new("taken_alert_name", "number", Refuse, "An alert with a name that another one has in the same folder.");

    public static UnconfirmedRule TerminatedWorkers { get; } =
        new("terminated_num_workers", "drop", "keep", "What becomes of num_workers of an autoscaling cluster that is terminated.");

    public static UnconfirmedRule TerminatedUninstall { get; } =
        new("terminated_uninstall", "at_once", "at_start", "When a library is removed from a cluster that is terminated.");

    public static UnconfirmedRule UnknownPipeline { get; } =
        new("unknown_pipeline", Refuse, Accept, "A task of a pipeline that there is not.");

    public static UnconfirmedRule UnknownWarehouse { get; } =
        new("unknown_warehouse", Refuse, Accept, "A task on a SQL warehouse that there is not.");

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<UnconfirmedRule> All { get; } =
        [
            ClusterLibraries,
            DeletedPipeline,
            EditedWarehouse,
            Listings,
            PipelineRunAs,
            PolicyValues,
            ReinstalledLibrary,
            RepairOfSuccess,
            RestartingUninstall,
            TakenAlertName,
            TerminatedWorkers,
            TerminatedUninstall,
            UnknownPipeline,
            UnknownWarehouse,
        ];
}
