using Layercake.Rest;

namespace Layercake.Engine.Memory;

/// <summary>Keeps the lock of an environment as a file beside its lease and its manifest.</summary>
internal sealed class LockStore(StateFolder folder, TimeProvider clock)
{
    /// <param name="listing">The folder, as it was listed just now.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<FoundLock?> FindAsync(StateListing listing, CancellationToken ct)
    {
        if (!listing.HasLock)
            return null;

        // One that is listed and not found was ended meanwhile, or a lagging read does not show it yet.
        var content = await ReadLag.LookAsync(() => folder.TryReadAsync(folder.Lock, ct), read => read is not null, clock, ct);
        if (content is not null)
            return LockFile.Read(content, folder.Lock, clock.GetUtcNow());

        return (await folder.ListAsync(ct)).HasLock
            ? new FoundLock(folder.Lock, null, Problem: "the workspace does not give out what it holds")
            : null;
    }

    public async Task<FoundLock?> FindAsync(CancellationToken ct) => await FindAsync(await folder.ListAsync(ct), ct);

    /// <summary>Writes the lock where there is none.</summary>
    /// <returns>Null when it is there now; otherwise the one in its place.</returns>
    public async Task<FoundLock?> TryCreateAsync(EnvironmentLock created, CancellationToken ct)
    {
        try
        {
            await folder.CreateAsync(folder.Lock, LockFile.Write(created), ct);
            return null;
        }
        catch (WorkspaceApiException e) when (e.IsConflict || e.OutcomeUnknown)
        {
            // An earlier attempt whose answer was lost may have created it.
            if (await FindAsync(new StateListing([StateListing.LockName]), ct) is not { } found)
                throw;

            return found.Lock == created ? null : found;
        }
    }

    public Task ReplaceAsync(EnvironmentLock written, CancellationToken ct) => folder.WriteAsync(folder.Lock, LockFile.Write(written), ct);

    public Task DeleteAsync(CancellationToken ct) => folder.DeleteAsync(folder.Lock, ct);
}
