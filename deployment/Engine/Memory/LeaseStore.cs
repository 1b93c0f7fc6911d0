using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Memory;

/// <summary>Keeps the lease as a file in the workspace: it is taken by creating the file, which succeeds for one only.</summary>
/// <param name="folder">The workspace folder for this deployment and environment.</param>
internal sealed class LeaseStore(WorkspaceApi workspace, string folder, TimeProvider clock)
{
    /// <summary>A file that comes and goes between two looks is not looked at for ever.</summary>
    private const int MostAttempts = 4;

    /// <summary>How long giving the lease back may take, also after Ctrl-C.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public string Path { get; } = $"{folder}/lease.json";

    /// <exception cref="LeaseHeldException">Someone else has it.</exception>
    public async Task<TakenLease> TakeAsync(string owner, CancellationToken ct)
    {
        var lease = Lease.New(owner, clock.GetUtcNow());
        var mark = LeaseMark.Leave(lease);
        try
        {
            var found = await TryCreateAsync(Path, lease, ct);
            if (found is not null && !IsOver(found))
                throw LeaseHeldException.By(found);
            if (found is not null)
                await TakeOverAsync(found, lease, ct);

            return new TakenLease(lease, found, mark);
        }
        catch (Exception e)
        {
            // The request may have been acted on although nobody waited for its answer.
            if (e is not LeaseHeldException)
                await GiveBackAsync(lease);
            mark?.Dispose();
            throw;
        }
    }

    /// <returns>Null when there is none.</returns>
    /// <exception cref="LeaseHeldException">The file is not a lease.</exception>
    public Task<Lease?> ReadAsync(CancellationToken ct) => ReadAsync(Path, ct);

    /// <summary>Writes a lease that is still this deployment's own with a later end.</summary>
    public Task WriteAsync(Lease lease, CancellationToken ct) => workspace.ImportAsync(Path, LeaseFile.Write(lease), "AUTO", language: null, overwrite: true, ct);

    /// <summary>Removes the lease if it is this one.</summary>
    /// <returns>Why it could not be removed; null when it is gone or someone else's.</returns>
    public async Task<string?> GiveBackAsync(Lease lease)
    {
        using var grace = new CancellationTokenSource(Grace, clock);
        try
        {
            if ((await ReadAsync(grace.Token))?.Nonce == lease.Nonce)
                await DeleteAsync(Path, grace.Token);

            return null;
        }
        catch (Exception e) when (e is WorkspaceApiException or LeaseHeldException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    /// <summary>Removes the lease, whoever has it, and what a takeover left behind.</summary>
    /// <returns>What was removed; null when there was nothing.</returns>
    public async Task<BrokenLease?> BreakAsync(CancellationToken ct)
    {
        if (await TryExportAsync(Path, ct) is not { } content)
            return null;

        var lease = LeaseFile.Read(content);
        if (lease is not null)
            await DeleteAsync(ClaimPath(lease), ct);

        await DeleteAsync(Path, ct);
        return new BrokenLease(Path, lease);
    }

    /// <summary>
    /// Of several who find a lease that ran out, one takes it over. A delete cannot say which file it means, so whoever is late could delete
    /// the lease of whoever was first: therefore first a claim is created that is about this very lease, and the lease is looked at once more under it.
    /// </summary>
    private async Task TakeOverAsync(Lease found, Lease lease, CancellationToken ct)
    {
        var claim = ClaimPath(found);
        if (await TryCreateAsync(claim, lease, ct) is { } other)
            throw LeaseHeldException.InTakeover(other, clock.GetUtcNow());

        using var grace = new CancellationTokenSource(Grace, clock);
        try
        {
            var still = await ReadAsync(ct);
            if (still is null)
                still = await TryCreateAsync(Path, lease, ct);
            else if (still.Nonce == found.Nonce && IsOver(still))
            {
                await WriteAsync(lease, ct);
                LeaseMark.Remove(found);
                still = await ReadAsync(ct);
            }

            if (still is not null && still.Nonce != lease.Nonce)
                throw LeaseHeldException.By(still);
        }
        finally
        {
            await DeleteAsync(claim, ct.IsCancellationRequested ? grace.Token : ct);
        }
    }

    private bool IsOver(Lease lease) => lease.ExpiresAt <= clock.GetUtcNow() || LeaseMark.IsOrphaned(lease);

    /// <returns>Null when the file is this lease now, otherwise the one that is in its place.</returns>
    private async Task<Lease?> TryCreateAsync(string path, Lease lease, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
            try
            {
                await workspace.ImportAsync(path, LeaseFile.Write(lease), "AUTO", language: null, overwrite: false, ct);
                return null;
            }
            catch (WorkspaceApiException e) when (e.IsMissing)
            {
                await workspace.MakeDirectoryAsync(folder, ct);
            }
            catch (WorkspaceApiException e) when (e.IsConflict || e.OutcomeUnknown)
            {
                // What is there may be what an attempt has made whose answer was lost.
                if (await ReadAsync(path, ct) is { } there)
                    return there.Nonce == lease.Nonce ? null : there;
            }

        throw LeaseHeldException.Contended(path);
    }

    private async Task<Lease?> ReadAsync(string path, CancellationToken ct) =>
        await TryExportAsync(path, ct) is { } content ? LeaseFile.Read(content) ?? throw LeaseHeldException.Unreadable(path) : null;

    private async Task<byte[]?> TryExportAsync(string path, CancellationToken ct)
    {
        try
        {
            return await workspace.ExportAsync(path, "SOURCE", ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    private async Task DeleteAsync(string path, CancellationToken ct)
    {
        try
        {
            await workspace.DeleteAsync(path, recursive: false, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Gone is what was wanted.
        }
    }

    private string ClaimPath(Lease lease) => $"{folder}/lease-{lease.Nonce}.json";
}

/// <summary>A lease that this deployment has.</summary>
/// <param name="Before">The one that it took over; null when there was none.</param>
/// <param name="Mark">Shows on this machine that the process lives.</param>
internal sealed record TakenLease(Lease Lease, Lease? Before, IDisposable? Mark) : IDisposable
{
    public void Dispose() => Mark?.Dispose();
}

/// <summary>What was removed.</summary>
/// <param name="Lease">Null when the file was not a lease.</param>
public sealed record BrokenLease(string Path, Lease? Lease);
