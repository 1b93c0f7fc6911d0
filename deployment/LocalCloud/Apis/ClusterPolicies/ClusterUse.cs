namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>What clusters are made for, as the attribute <c>cluster_type</c> of a policy has it.</summary>
internal static class ClusterUse
{
    public const string AllPurpose = "all-purpose";

    /// <summary>For the runs of a job.</summary>
    public const string Job = "job";

    public const string Pipeline = "dlt";
}
