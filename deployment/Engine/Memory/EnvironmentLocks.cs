namespace Layercake.Engine.Memory;

/// <summary>Sets and ends the lock of an environment.</summary>
public sealed class EnvironmentLocks
{
    private readonly LockStore store;
    private readonly LeaseStore leases;
    private readonly Func<CancellationToken, Task<string>> user;
    private readonly string owner;
    private readonly TimeProvider clock;

    /// <param name="user">Asks the workspace for the name of whoever is signed in.</param>
    internal EnvironmentLocks(
        LockStore store,
        LeaseStore leases,
        Func<CancellationToken, Task<string>> user,
        string owner,
        TimeProvider clock
    ) => (this.store, this.leases, this.user, this.owner, this.clock) = (store, leases, user, owner, clock);

    /// <summary>
    /// Locks the environment. A deployment that is under way comes to its end; each later one is refused.
    /// </summary>
    /// <param name="message">One line without secrets, see <see cref="EnvironmentLock.Clean"/>.</param>
    /// <exception cref="EnvironmentLockedException">It is locked already by someone else; nothing was written.</exception>
    public async Task<LockOutcome> SetAsync(string message, DateTimeOffset? until, CancellationToken ct)
    {
        var wanted = new EnvironmentLock
        {
            Owner = EnvironmentLock.Clean(owner),
            User = EnvironmentLock.Clean(await user(ct)),
            Since = clock.GetUtcNow(),
            Until = until?.ToUniversalTime(),
            Message = message,
        };
        var before = await store.FindAsync(ct) ?? await store.TryCreateAsync(wanted, ct);
        if (before is { IsOver: false })
        {
            var held = before.Lock ?? throw EnvironmentLockedException.Unreadable(before);
            if (held.User != wanted.User)
                throw EnvironmentLockedException.Already(held);
            if (held.Message == message && held.Until == wanted.Until)
                return new LockOutcome(held) { Already = true };
        }

        if (before is not null)
            await store.ReplaceAsync(wanted, ct);

        var lease = await leases.ReadLeaseAsync(await leases.Folder.ListAsync(ct), ct);
        return new LockOutcome(wanted) { Replaced = before?.Lock, Deploying = lease.Holder };
    }

    /// <returns>The lock that was ended; null when there was none.</returns>
    public async Task<FoundLock?> EndAsync(CancellationToken ct)
    {
        if (await store.FindAsync(ct) is not { } found)
            return null;

        await store.DeleteAsync(ct);
        return found;
    }
}

/// <summary>What became of the wish to lock an environment.</summary>
/// <param name="Lock">The lock that is there now.</param>
public sealed record LockOutcome(EnvironmentLock Lock)
{
    /// <summary>It was there before, so nothing was written.</summary>
    public bool Already { get; init; }

    /// <summary>The lock that was there before; null when there was none.</summary>
    public EnvironmentLock? Replaced { get; init; }

    /// <summary>The lease of a deployment that is under way as far as is known; null when none is.</summary>
    public Lease? Deploying { get; init; }
}
