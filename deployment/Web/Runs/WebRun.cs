using Layercake.Web.Access;

namespace Layercake.Web.Runs;

/// <summary>A run that someone asked for.</summary>
public sealed record WebRun
{
    /// <summary>Part of addresses and of a folder's name; sorts by time.</summary>
    public required string Id { get; init; }

    public required RunRequest Request { get; init; }

    /// <summary>Who asked for it.</summary>
    public string By => Request.By;

    /// <summary>The roles of whoever may start it, and stop it; none for a run of an earlier server, which has ended.</summary>
    public IReadOnlyList<WebRole> Needs { get; init; } = [];

    public required DateTimeOffset Started { get; init; }

    public required IHostedRun Hosted { get; init; }

    public RunSnapshot Snapshot => Hosted.Snapshot;

    public bool IsRunning => Snapshot.State == RunState.Running;
}
