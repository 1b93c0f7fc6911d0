namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The states a cluster can be in; the API writes them in capitals.</summary>
internal enum ClusterState
{
    Pending,
    Running,
    Restarting,
    Resizing,
    Terminating,
    Terminated,
}
