namespace Layercake.Engine.Memory;

/// <summary>A lease that this deployment holds.</summary>
/// <param name="Age">How long ago it was last renewed.</param>
/// <param name="Before">What was read of the previous lease.</param>
/// <param name="Waited">Whether another deployment wrote until just now.</param>
/// <param name="Listing">The folder, from after the lease was taken.</param>
/// <param name="LockFile">Shows other processes of this machine that this one is alive.</param>
internal sealed record TakenLease(Lease Lease, LeaseAge Age, LeaseReading Before, bool Waited, StateListing Listing, IDisposable? LockFile)
    : IDisposable
{
    public void Dispose() => LockFile?.Dispose();
}
