using Layercake.Engine.Memory;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Renews a lease while a deployment runs, and ends the deployment's writes when it cannot be sure of it any more.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly LeaseStore store;
    private readonly LeaseAge age;
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource cut = new();
    private readonly WriteWindow bound;
    private readonly Task keeping;
    private Lease lease;
    private volatile string? failure;

    public LeaseKeeper(LeaseStore store, TakenLease taken)
    {
        (this.store, lease, age) = (store, taken.Lease, taken.Age);
        bound = new WriteWindow(Refusal, cut.Token);
        store.Gate.Set(bound);
        keeping = Task.WhenAll(RenewAsync(), EndInTimeAsync());
    }

    /// <summary>Completes when no write may begin any more and none is under way.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Why no write may begin any more; null while writes may begin.</summary>
    public string? Loss => bound.IsOpen ? null : bound.Closed;

    /// <summary>The lease as it will be released.</summary>
    public Lease Lease => lease with { LeftUnanswered = bound.LeftUnanswered };

    /// <summary>Ends the renewals and waits for one under way, which would otherwise overwrite the release.</summary>
    public async ValueTask DisposeAsync()
    {
        // A deployment that lost its lease never writes again.
        if (bound.IsOpen)
            store.Gate.Set(null);

        await over.CancelAsync();
        await keeping;
        await cut.CancelAsync();
        over.Dispose();
        lost.Dispose();
    }

    private string? Refusal() =>
        age.Value < LeaseTimes.NothingBeginsAfter
            ? null
            : $"The lease of this environment could not be renewed for {LeaseTimes.NothingBeginsAfter.TotalSeconds:0} "
                + $"s{(failure is null ? "" : $" ({failure})")}, so someone else may deploy soon. Nothing more was begun.";

    private async Task RenewAsync()
    {
        while (bound.IsOpen)
        {
            await PauseAsync(failure is null ? LeaseTimes.RenewedEvery - age.Value : LeaseTimes.BetweenFailures);
            if (over.IsCancellationRequested || !bound.IsOpen)
                return;

            try
            {
                var sent = age.Now();
                lease = lease with { Beat = lease.Beat + 1 };
                using var limit = new CancellationTokenSource(LeaseTimes.Renewal, store.Clock);
                if (await store.RenewAsync(lease, limit.Token) is { } next)
                    bound.Close(
                        next.State == LeaseState.Broken
                            ? $"The lease of this environment was lost: {next.Owner} removed it with --target=Unlock. Nothing "
                                + $"more was begun."
                            : $"The lease of this environment was lost: {next.Owner} has it since "
                                + $"{LeaseHeldException.Time(next.TakenAt)}. Nothing more was begun."
                    );
                else if (bound.IsOpen)
                    age.Renewed(sent);

                failure = null;
            }
            catch (Exception e)
            {
                // The next renewal or the time limit decides.
                failure = e is OperationCanceledException ? "the workspace did not answer in time" : FailureMessages.Words(e);
            }
        }
    }

    /// <summary>Reads the clocks instead of waiting on a timer, so that a machine that was asleep notices at once.</summary>
    private async Task EndInTimeAsync()
    {
        while (bound.IsOpen && !over.IsCancellationRequested)
            await PauseAsync(Tick, bound.WhenClosed);

        while (!bound.WhenIdle.IsCompleted && age.Value < LeaseTimes.CutAfter && !over.IsCancellationRequested)
            await PauseAsync(Tick, bound.WhenIdle);

        if (bound.IsOpen)
            return;

        // In this order: a write that waits at the gate is then skipped instead of failed.
        await lost.CancelAsync();
        await cut.CancelAsync();
    }

    /// <summary>A time limit and not a delay: no code waits for it.</summary>
    private async Task PauseAsync(TimeSpan time, Task? until = null)
    {
        using var pause = new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, store.Clock);
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var end = pause.Token.Register(() => passed.TrySetResult());
        await using var early = over.Token.Register(() => passed.TrySetResult());
        await (until is null ? passed.Task : Task.WhenAny(passed.Task, until));
    }
}
