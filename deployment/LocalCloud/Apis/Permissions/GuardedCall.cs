using System.Text.RegularExpressions;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>A call that asks for a permission on the object it is about.</summary>
/// <param name="Path">Compared with the request's path.</param>
/// <param name="Field">Where the request names the object.</param>
/// <param name="Level">The lowest permission that is enough; null for administrators only.</param>
/// <remarks>
/// What each call asks for is the product's documentation of permissions; which words a refusal uses is known for jobs, and for others
/// (unconfirmed). A call that is not here is open to everybody who may use the workspace.
/// </remarks>
internal sealed partial record GuardedCall(string Type, Regex Path, string Field, string? Level)
{
    public static IReadOnlyList<GuardedCall> All { get; } =
    [
        new("jobs", ReadJob(), "job_id", "CAN_VIEW"),
        new("jobs", RunJob(), "job_id", "CAN_MANAGE_RUN"),
        new("jobs", WriteJob(), "job_id", "IS_OWNER"),
        new("clusters", ReadCluster(), "cluster_id", "CAN_ATTACH_TO"),
        new("clusters", SwitchCluster(), "cluster_id", "CAN_RESTART"),
        new("clusters", WriteCluster(), "cluster_id", "CAN_MANAGE"),
        new("clusters", PinCluster(), "cluster_id", null),
        new("clusters", ReadLibraries(), "cluster_id", "CAN_ATTACH_TO"),
        new("clusters", WriteLibraries(), "cluster_id", "CAN_MANAGE"),
    ];

    [GeneratedRegex("^/api/2\\.[0-2]/jobs/get$")]
    private static partial Regex ReadJob();

    [GeneratedRegex("^/api/2\\.[0-2]/jobs/run-now$")]
    private static partial Regex RunJob();

    [GeneratedRegex("^/api/2\\.[0-2]/jobs/(reset|update|delete)$")]
    private static partial Regex WriteJob();

    [GeneratedRegex("^/api/2\\.[01]/clusters/(get|events)$")]
    private static partial Regex ReadCluster();

    [GeneratedRegex("^/api/2\\.[01]/clusters/(start|restart|delete)$")]
    private static partial Regex SwitchCluster();

    [GeneratedRegex("^/api/2\\.[01]/clusters/(edit|update|resize|permanent-delete)$")]
    private static partial Regex WriteCluster();

    [GeneratedRegex("^/api/2\\.[01]/clusters/(pin|unpin|change-owner)$")]
    private static partial Regex PinCluster();

    [GeneratedRegex("^/api/2\\.0/libraries/cluster-status$")]
    private static partial Regex ReadLibraries();

    [GeneratedRegex("^/api/2\\.0/libraries/(install|uninstall)$")]
    private static partial Regex WriteLibraries();
}
