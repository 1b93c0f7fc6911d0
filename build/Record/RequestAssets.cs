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

    /// <summary>The asset that the caller's flow is about; null when it is about none.</summary>
    public string? Asset => current.Value?.Asset;

    /// <summary>Adds a line about <see cref="Asset"/>; without one, the line is dropped.</summary>
    public void AddLine(string line) => current.Value?.Lines.Enqueue(line);

    /// <summary>Removes and returns the lines about an asset.</summary>
    public IReadOnlyList<string> TakeLines(string asset) => byAsset.TryRemove(asset, out var lines) ? [.. lines] : [];
}
