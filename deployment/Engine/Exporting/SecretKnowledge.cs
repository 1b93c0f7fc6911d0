using Layercake.Engine.Declarations;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Where secrets are in the objects of a workspace, as the files and the manifest show it.</summary>
internal sealed class SecretKnowledge(IReadOnlyList<Declaration> declared, Manifest manifest, string vault, string prefix)
{
    private readonly Dictionary<string, Declaration> byAsset = declared
        .DistinctBy(declaration => declaration.Asset)
        .ToDictionary(declaration => declaration.Asset, StringComparer.Ordinal);

    private readonly ILookup<(string Kind, string Id), ManifestEntry> byId = manifest.Entries.Values.ToLookup(entry =>
        (entry.Kind, entry.Id)
    );

    /// <summary>The declarations of an object. They are found by its name, and by its id in case it was renamed in the workspace.</summary>
    public IReadOnlyList<JObject> Of(string kind, string name, string id)
    {
        var entries = byId[(kind, id)].Append(manifest.Find(AssetId.Of(kind, name))).OfType<ManifestEntry>().Distinct().ToList();
        var files = entries
            .Select(entry => entry.Asset)
            .Prepend(AssetId.Of(kind, name))
            .Distinct()
            .Select(asset => byAsset.GetValueOrDefault(asset)?.Content)
            .OfType<JObject>();
        return [.. files, .. entries.Select(entry => entry.Declared)];
    }

    /// <summary>The declarations in the manifest, whose secrets are to be read.</summary>
    public IEnumerable<JToken> Remembered => manifest.Entries.Values.Select(entry => entry.Declared);

    /// <summary>Deployed versions of secrets. They may still be in the workspace although the vault has newer ones.</summary>
    public IReadOnlyList<(SecretReference Written, SecretReference Deployed)> Deployed =>
        [
            .. from entry in manifest.Entries.Values
            from secret in entry.Secrets
            let written = SecretReference.Parse(secret.Key)
            let parts = secret.Value.Split('/')
            where written.Version is null && parts.Length == 3 && parts[0] == vault && parts[1] == prefix + written.Name
            let deployed = written with
            {
                Version = parts[2],
            }
            where deployed.Problem(prefix) is null
            select (written, deployed),
        ];
}
