using Layercake.Engine.Memory;

namespace Layercake.Engine.Applying;

/// <summary>Renews a lease while a deployment runs, and tells when that is over against its will.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(10);

    private readonly LeaseStore store;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task keeping;
    private Lease lease;
    private volatile string? loss;
    private volatile bool taken;

    public LeaseKeeper(LeaseStore store, Lease lease, TimeProvider clock)
    {
        (this.store, this.lease, this.clock) = (store, lease, clock);
        keeping = KeepAsync();
    }

    /// <summary>Ends when nothing more may be begun.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Why nothing more may be begun; null while all is well.</summary>
    public string? Loss => loss;

    /// <summary>Whether the environment still is this deployment's, if only to write down how far it came.</summary>
    public bool IsOurs => !taken && clock.GetUtcNow() < lease.ExpiresAt;

    /// <summary>Ends the renewals, after one that is under way: it would otherwise bring back a lease that was given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await keeping;
        over.Dispose();
        lost.Dispose();
    }

    private async Task KeepAsync()
    {
        string? failure = null;
        while (true)
        {
            var (now, end) = (clock.GetUtcNow(), lease.ExpiresAt - Lease.Reserve);
            var due = failure is null ? lease.RenewedAt + Lease.RenewedEvery : now + BetweenFailures;
            await PauseAsync((due < end ? due : end) - now);
            if (over.IsCancellationRequested)
                return;

            if (clock.GetUtcNow() >= end)
            {
                Lose($"The lease of this environment could not be renewed since {LeaseHeldException.Time(lease.RenewedAt)}{(failure is null ? "" : $" ({failure})")}, so someone else may deploy soon. Nothing more was begun.");
                return;
            }

            try
            {
                failure = null;
                if (!await TryRenewAsync(end - clock.GetUtcNow()))
                    return;
            }
            catch (Exception e)
            {
                // Whatever it was, the next attempt or the end of the lease decides.
                failure = e is OperationCanceledException ? "the workspace did not answer in time" : e.Message;
            }
        }
    }

    private async Task<bool> TryRenewAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost, clock);
        var found = await store.ReadAsync(limit.Token);
        if (found?.Nonce != lease.Nonce)
        {
            taken = true;
            Lose($"The lease of this environment was lost: {(found is null ? "someone removed it" : $"{found.Owner} has it since {LeaseHeldException.Time(found.TakenAt)}")}. Nothing more was begun.");
            return false;
        }

        var next = lease with { ExpiresAt = clock.GetUtcNow() + Lease.Duration };
        await store.WriteAsync(next, limit.Token);
        lease = next;
        return true;
    }

    private void Lose(string why)
    {
        loss = why;
        lost.Cancel();
    }

    /// <summary>A time limit instead of a delay, because nobody waits for it to pass.</summary>
    private async Task PauseAsync(TimeSpan time)
    {
        using var pause = new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock);
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var end = pause.Token.Register(() => passed.TrySetResult());
        await using var early = over.Token.Register(() => passed.TrySetResult());
        await passed.Task;
    }
}
