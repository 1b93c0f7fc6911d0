namespace Layercake.Engine.Memory;

/// <summary>A lease that was taken away from its owner.</summary>
/// <param name="Lease">Null when the file was not a lease.</param>
/// <param name="Already">The lease was taken away before, by its owner's Unlock, and nobody has taken the next one.</param>
public sealed record BrokenLease(string Path, Lease? Lease, bool Already = false);
