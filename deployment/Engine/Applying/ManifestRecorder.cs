using Layercake.Engine.Memory;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Keeps the manifest up to date while a deployment runs, so that the record is right after a kill.</summary>
/// <param name="mayRecord">Whether this deployment still holds the lease and may write the manifest.</param>
internal sealed class ManifestRecorder(ManifestStore store, Manifest loaded, Func<bool> mayRecord)
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim saving = new(1);
    private Manifest current = loaded;
    private Manifest saved = loaded;
    private Task? soon;

    public Manifest Current
    {
        get
        {
            lock (gate)
                return current;
        }
    }

    public void Change(Func<Manifest, Manifest> change)
    {
        lock (gate)
            current = change(current);
    }

    /// <summary>
    /// Starts a save and returns. Changes made during a save go into the next one.
    /// </summary>
    public void SaveSoon()
    {
        lock (gate)
            if (soon is null or { IsCompleted: true })
                soon = Task.Run(SaveAllAsync);
    }

    /// <summary>Writes what changed since the last save; nothing when nothing did.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        await saving.WaitAsync(ct);
        try
        {
            var next = Current;
            if (ReferenceEquals(next, saved))
                return;

            await store.SaveAsync(next, ct);
            saved = next;
        }
        finally
        {
            saving.Release();
        }
    }

    /// <summary>Completes when all is saved. A failed save is repeated by the next one; the last one reports its failure.</summary>
    private async Task SaveAllAsync()
    {
        try
        {
            while (mayRecord() && !ReferenceEquals(Current, saved))
                await SaveAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is Rest.WorkspaceApiException or OperationCanceledException)
        {
            // The last save of the run writes it or reports why it failed.
        }
    }
}
