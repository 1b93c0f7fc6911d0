using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;

namespace Layercake.Engine.Planning;

/// <summary>Knows what every name means in this workspace, and what every id is called.</summary>
/// <param name="declared">What Git declares, of all kinds.</param>
/// <param name="live">What the workspace holds, by kind, for the kinds that were listed.</param>
internal sealed class AssetNames(IReadOnlyList<Declaration> declared, IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live)
{
    private readonly ILookup<(string Kind, string Name), LiveAsset> byName =
        live.SelectMany(kind => kind.Value.Select(asset => (Key: (kind.Key, asset.Name), asset))).ToLookup(entry => entry.Key, entry => entry.asset);

    private readonly Dictionary<(string Kind, string Id), string> byId = live
        .SelectMany(kind => kind.Value.Select(asset => (Key: (kind.Key, asset.Id), asset.Name)))
        .GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.First().Name);

    private readonly Dictionary<(string Kind, string Name), Declaration> declarations =
        declared.GroupBy(declaration => (declaration.Kind, declaration.Name)).ToDictionary(group => group.Key, group => group.First());

    public IReadOnlyList<LiveAsset> Live(string kind, string name) => [.. byName[(kind, name)]];

    public Declaration? Declared(string kind, string name) => declarations.GetValueOrDefault((kind, name));

    /// <summary>The name of an object, or null when the workspace has no such id.</summary>
    public string? NameOf(string kind, string id) => byId.GetValueOrDefault((kind, id));

    /// <summary>Whether anything is called so, in Git or in the workspace.</summary>
    public bool Knows(string kind, string name) => byName.Contains((kind, name)) || declarations.ContainsKey((kind, name));

    /// <summary>All names that a reference to this kind could mean.</summary>
    public IEnumerable<string> Names(string kind) =>
        declarations.Keys.Where(key => key.Kind == kind).Select(key => key.Name)
            .Union(live.GetValueOrDefault(kind)?.Select(asset => asset.Name) ?? [], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
}
