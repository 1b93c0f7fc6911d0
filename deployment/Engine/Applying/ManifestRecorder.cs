using Layercake.Engine.Memory;

namespace Layercake.Engine.Applying;

/// <summary>Keeps the manifest up to date while a deployment runs, so that a killed one leaves a true record behind.</summary>
internal sealed class ManifestRecorder(ManifestStore store, Manifest loaded, TimeProvider clock)
{
    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim saving = new(1);
    private Manifest current = loaded;
    private Manifest saved = loaded;
    private DateTimeOffset savedAt = clock.GetUtcNow();

    public void Change(Func<Manifest, Manifest> change)
    {
        lock (gate)
            current = change(current);
    }

    /// <summary>Writes what changed since the last save; nothing when nothing did.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        await saving.WaitAsync(ct);
        try
        {
            Manifest next;
            lock (gate)
                next = current;

            if (ReferenceEquals(next, saved))
                return;

            await store.SaveAsync(next, ct);
            (saved, savedAt) = (next, clock.GetUtcNow());
        }
        finally
        {
            saving.Release();
        }
    }

    /// <summary>Saves when the last save is a while ago.</summary>
    public Task SaveNowAndThenAsync(CancellationToken ct) => clock.GetUtcNow() - savedAt < BetweenSaves ? Task.CompletedTask : SaveAsync(ct);
}
