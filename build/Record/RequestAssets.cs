using System.Collections.Concurrent;

namespace Build.Record;

/// <summary>Knows which asset each request of a deployment is about, although several are written at once.</summary>
internal sealed class RequestAssets
{
    /// <summary>Goes along with the work on a change, through whatever it awaits.</summary>
    private readonly AsyncLocal<(string Asset, ConcurrentQueue<string> Lines)?> current = new();

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> byAsset = new(StringComparer.Ordinal);

    /// <summary>What comes after this in the caller's flow is about the asset.</summary>
    public void Begin(string asset) => current.Value = (asset, byAsset.GetOrAdd(asset, _ => new()));

    /// <summary>Whose turn it is; null outside of any.</summary>
    public string? Asset => current.Value?.Asset;

    /// <summary>One line about the asset whose turn it is; dropped outside of any.</summary>
    public void AddLine(string line) => current.Value?.Lines.Enqueue(line);

    /// <summary>The lines about an asset, each told once.</summary>
    public IReadOnlyList<string> TakeLines(string asset) => byAsset.TryRemove(asset, out var lines) ? [.. lines] : [];
}
