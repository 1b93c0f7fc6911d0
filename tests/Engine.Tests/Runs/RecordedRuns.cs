using System.Collections.Concurrent;
using Layercake.Engine.Runs;

namespace Layercake.Engine.Tests.Runs;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordedRuns : IRunWatcher
{
    public Action<RunOrder>? OnStarted { get; init; }

    public Action<RunState>? OnSeen { get; init; }

    public ConcurrentQueue<string> Told { get; } = new();

    public void Started(RunOrder order, long runId, string pageUrl)
    {
        Told.Enqueue($"started {order.Subject} {pageUrl}");
        OnStarted?.Invoke(order);
    }

    public void Seen(RunOrder order, RunState state, TimeSpan elapsed)
    {
        Told.Enqueue($"seen {state.LifeCycle}");
        OnSeen?.Invoke(state);
    }

    public void Ended(RunResult result) => Told.Enqueue($"ended {result.State.End}");

    public void Cancelled(RunOrder order, string pageUrl, string? problem) => Told.Enqueue($"cancelled {problem}");
}
