namespace Layercake.Engine.Memory;

/// <summary>What the state folder showed of the lease.</summary>
/// <param name="Number">The highest number; 0 when there is no lease.</param>
/// <param name="Content">The bytes of that file; null when there is none, or when a read that lags does not show it yet.</param>
/// <param name="Earlier">The bytes of the one file that earlier versions had; null when it is not there.</param>
internal sealed record LeaseReading(StateListing Listing, long Number, byte[]? Content, byte[]? Earlier)
{
    /// <summary>Null when there is no lease, or the file is not one.</summary>
    public Lease? Lease { get; } = Content is null ? null : LeaseFile.Read(Content, Number);

    public Lease? EarlierLease { get; } = Earlier is null ? null : LeaseFile.Read(Earlier, 0);

    /// <summary>Whether it is certain without waiting that nobody writes to the environment.</summary>
    public bool IsFree => EarlierIsFree && NumberedIsFree;

    /// <summary>The owner of the lease that is held; null when none is held, or the file is not a lease.</summary>
    public Lease? Holder =>
        !EarlierIsFree ? EarlierLease
        : !NumberedIsFree ? Lease
        : null;

    public bool EarlierIsFree => Earlier is null || IsOrphan(EarlierLease);

    public bool NumberedIsFree =>
        Number == 0 || Lease is { State: LeaseState.Ended, LeftUnanswered: false } || (Lease?.State == LeaseState.Live && IsOrphan(Lease));

    /// <summary>
    /// Tells one state of the environment's memory from another. A plan that was made while someone wrote is never one of now: what was
    /// listed for it may be older than what they wrote last.
    /// </summary>
    public string Stamp(string manifest) => $"{Number} {(IsFree ? "free" : "held")} {manifest}";

    private static bool IsOrphan(Lease? lease) => lease is not null && LeaseLockFile.IsAlive(lease) == false;
}
