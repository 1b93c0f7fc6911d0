using Layercake.Web.Runs;

namespace Layercake.Web.Tests.Support;

/// <summary>A run that is under way until the test ends it.</summary>
internal sealed class MemoryRun : IHostedRun
{
    public Task Completion => Task.CompletedTask;

    public RunSnapshot Snapshot { get; private set; } = RunSnapshot.Empty;

    public bool IsCancelled { get; private set; }

    public void Cancel() => IsCancelled = true;

    public void End(RunSnapshot snapshot) => Snapshot = snapshot;

    public void End(RunState state) => End(new RunSnapshot { State = state, Log = [] });
}
