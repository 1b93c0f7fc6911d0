using Layercake.Rest;

namespace Layercake.Engine.Memory;

/// <summary>Creates the file of a lease where only one creation can succeed, however late its answer or a read comes.</summary>
internal sealed class LeaseCreation(StateFolder folder, TimeProvider clock)
{
    /// <returns>Null when the file is this lease now; otherwise the lease in its place.</returns>
    public async Task<Lease?> TryCreateAsync(Lease lease, CancellationToken ct)
    {
        var file = folder.LeasePath(lease.Number);
        WorkspaceApiException? last = null;
        var there = await ReadLag.LookAsync(CreateAsync, there => there is not null, clock, ct);
        if (there is null)
            throw last is { IsConflict: false } ? last : LeaseHeldException.Contended(file);

        return there.Nonce == lease.Nonce ? null : there;

        // Null while reads do not show the blocking file yet.
        async Task<Lease?> CreateAsync()
        {
            try
            {
                await folder.CreateAsync(file, LeaseFile.Write(lease), ct);
                return lease;
            }
            catch (WorkspaceApiException e) when (e.IsConflict || e.OutcomeUnknown)
            {
                last = e;
                // An earlier attempt whose answer was lost may have created the file.
                return await folder.TryReadAsync(file, ct) is { } content
                    ? LeaseFile.Read(content, lease.Number) ?? Lease.New(lease.Number, "someone", clock.GetUtcNow())
                    : null;
            }
        }
    }
}
