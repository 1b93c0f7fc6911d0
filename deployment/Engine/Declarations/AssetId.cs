namespace Layercake.Engine.Declarations;

/// <summary>Kind and name of an asset, written as <c>clusters.etl</c>.</summary>
internal readonly record struct AssetId(string Kind, string Name)
{
    /// <summary>Reads the written form; a text without a kind is a name of the kind "".</summary>
    public static AssetId Parse(string asset)
    {
        var end = asset.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? new AssetId("", asset) : new AssetId(asset[..end], asset[(end + 1)..]);
    }

    /// <summary>The written form, by which dictionaries, files and reports know the asset.</summary>
    public static string Of(string kind, string name) => new AssetId(kind, name).ToString();

    public override string ToString() => $"{Kind}.{Name}";
}
