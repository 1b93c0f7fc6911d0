namespace Layercake.Engine.Memory;

/// <summary>Kind and name of an asset, as <c>clusters.etl</c> says them in one.</summary>
public readonly record struct AssetName(string Kind, string Name)
{
    public static AssetName Parse(string asset)
    {
        var end = asset.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? new AssetName("", asset) : new AssetName(asset[..end], asset[(end + 1)..]);
    }

    public override string ToString() => $"{Kind}.{Name}";
}
