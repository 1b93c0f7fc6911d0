namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>
/// How long clusters of the local cloud take for what takes minutes on Azure: long enough to meet every state, short enough to wait for.
/// </summary>
internal sealed record ClusterTiming
{
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(1.5);

    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(1.5);

    public TimeSpan Resize { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(0.3);
}
