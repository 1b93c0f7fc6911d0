using Layercake.Engine.Memory;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Keeps the manifest up to date while a deployment runs, so that a killed one leaves a true record behind.</summary>
/// <param name="mayRecord">Whether the memory in the workspace still is this deployment's to write.</param>
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
    /// Begins to write what changed, and returns. While one save is under way, what changes meanwhile goes with the next.
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

    /// <summary>Until all is written. One that fails is made good by the next, or told by the last.</summary>
    private async Task SaveAllAsync()
    {
        try
        {
            while (mayRecord() && !ReferenceEquals(Current, saved))
                await SaveAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is Rest.WorkspaceApiException or OperationCanceledException)
        {
            // The last save of the run writes it, or says why it could not.
        }
    }
}
