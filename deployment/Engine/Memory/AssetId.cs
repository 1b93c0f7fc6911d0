namespace Layercake.Engine.Memory;

/// <summary>Kind and name of an asset, written as <c>clusters.etl</c>.</summary>
public readonly record struct AssetId(string Kind, string Name)
{
    public static AssetId Parse(string asset)
    {
        var end = asset.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? new AssetId("", asset) : new AssetId(asset[..end], asset[(end + 1)..]);
    }

    public override string ToString() => $"{Kind}.{Name}";
}
