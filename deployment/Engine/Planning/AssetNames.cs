using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Planning;

/// <summary>Knows what every name means in this workspace, and what every id is called.</summary>
/// <param name="declared">What Git declares, of all kinds.</param>
internal sealed class AssetNames(IReadOnlyList<Declaration> declared, Listings listings)
{
    private readonly ILookup<(string Kind, string Name), LiveAsset> byName = listings
        .Live.SelectMany(kind => kind.Value.Select(asset => (Key: (kind.Key, asset.Name), asset)))
        .ToLookup(entry => entry.Key, entry => entry.asset);

    private readonly Dictionary<(string Kind, string Id), string> byId = listings
        .Live.SelectMany(kind => kind.Value.Select(asset => (Key: (kind.Key, asset.Id), asset.Name)))
        .GroupBy(entry => entry.Key)
        .ToDictionary(group => group.Key, group => group.First().Name);

    private readonly Dictionary<(string Kind, string Name), Declaration> declarations = declared
        .GroupBy(declaration => (declaration.Kind, declaration.Name))
        .ToDictionary(group => group.Key, group => group.First());

    public IReadOnlyList<LiveAsset> Live(string kind, string name) => [.. byName[(kind, name)]];

    public Declaration? Declared(string kind, string name) => declarations.GetValueOrDefault((kind, name));

    public bool HasId(string kind, string id) => byId.ContainsKey((kind, id));

    /// <summary>The name of an object; null when the workspace has no such id, or when the name would not say which object it is.</summary>
    public string? NameOf(string kind, string id) =>
        byId.GetValueOrDefault((kind, id)) is { Length: > 0 } name && byName[(kind, name)].Count() == 1 ? name : null;

    /// <summary>
    /// What a reference of a declaration names: the long form always a name, anything else an id where there is one, and a name otherwise.
    /// </summary>
    public string NameOf(Reference reference) => IsName(reference) ? reference.Value : NameOfId(reference);

    /// <summary>What a reference in a state names, where objects are named by their ids.</summary>
    public string NameOfId(Reference reference) => NameOf(reference.To, reference.Value) ?? reference.Value;

    /// <summary>Whether it is a name by its form, and something is called so, or because it is that of the object of a part.</summary>
    public bool IsName(Reference reference) =>
        reference.IsOwn
        || (
            reference.IsMarked
            && (byName.Contains((reference.To, reference.Value)) || declarations.ContainsKey((reference.To, reference.Value)))
        );

    /// <summary>Whether anything is called so, in Git or in the workspace, or has this id.</summary>
    public bool Knows(string kind, string name) =>
        byName.Contains((kind, name)) || declarations.ContainsKey((kind, name)) || HasId(kind, name);

    /// <summary>Whether it is known what the workspace has of this kind.</summary>
    public bool IsListed(string kind) => listings.Live.ContainsKey(kind);

    /// <summary>What the workspace said instead of a listing; null when it gave one, or was not asked.</summary>
    public string? Refusal(string kind) => listings.Refused.GetValueOrDefault(kind);

    /// <summary>All names that a reference to this kind could mean, in no order.</summary>
    public IEnumerable<string> Names(string kind) =>
        declarations
            .Keys.Where(key => key.Kind == kind)
            .Select(key => key.Name)
            .Union(listings.Live.GetValueOrDefault(kind)?.Select(asset => asset.Name) ?? [], StringComparer.Ordinal)
            .Where(name => name.Length > 0);
}
