using System.Globalization;
using Layercake.Engine.Kinds;

namespace Layercake.Engine.Exporting;

/// <summary>What the ids in exported documents are called.</summary>
/// <param name="listings">By kind, for the kinds that could be listed.</param>
/// <param name="unlisted">Why a kind could not be listed, by kind.</param>
internal sealed class WorkspaceNames(IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyDictionary<string, FoundAssets> listings, IReadOnlyDictionary<string, string> unlisted)
{
    private readonly Dictionary<(string Kind, string Id), string> byId = listings
        .SelectMany(listing => listing.Value.Assets.Select(asset => (Key: (listing.Key, asset.Id), asset.Name)))
        .DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Name);

    private readonly ILookup<(string Kind, string Name), string> ids = listings
        .SelectMany(listing => listing.Value.Assets.Select(asset => (Key: (listing.Key, asset.Name), asset.Id))).ToLookup(entry => entry.Key, entry => entry.Id);

    /// <summary>Why the objects of the kind are not known; null when they are.</summary>
    public string? Unlisted(string kind) => unlisted.GetValueOrDefault(kind);

    /// <summary>All objects of that name, in a stable order.</summary>
    public IReadOnlyList<string> Ids(string kind, string name) => [.. ids[(kind, name)].Order(StringComparer.Ordinal)];

    /// <summary>How Git names what has that id, and what to know about it.</summary>
    public (string? Text, string? Warning) TextOf(string kind, string id)
    {
        if (!listings.ContainsKey(kind) || id.Contains("{{", StringComparison.Ordinal))
            return (null, null);

        var noun = kinds[kind].Noun;
        if (byId.GetValueOrDefault((kind, id)) is not { } name)
            return (ReferenceForm.Of(noun, ReferenceForm.Unknown), $"names the {noun} {id}, which the workspace has no more, and is exported as {ReferenceForm.Of(noun, ReferenceForm.Unknown)}. Choose another {noun} in the workspace or in the file.");

        var twins = Ids(kind, name);
        if (twins.Count > 1)
            return (null, $"keeps the id {id}: {twins.Count} {kind} are named {name} ({string.Join(", ", twins)}). Rename all but one, and export again.");
        if (string.IsNullOrWhiteSpace(name) || name.Contains("${", StringComparison.Ordinal) || name.Contains("{{", StringComparison.Ordinal))
            return (null, $"keeps the id {id}: the name of that {noun} cannot be written as a reference. Rename it, and export again.");

        return (CouldBeAnId(kind, name) ? ReferenceForm.Of(noun, name) : name, null);
    }

    /// <summary>The text in a file that was there, with ids and plain names in the one way that exports write them.</summary>
    public string? Usual(string kind, string text)
    {
        var named = (kinds.GetValueOrDefault(kind) is { } known ? ReferenceForm.NameIn(known.Noun, text) : null) ?? text;
        return byId.ContainsKey((kind, text)) ? TextOf(kind, text).Text : Ids(kind, named) is [var only] ? TextOf(kind, only).Text : null;
    }

    private bool CouldBeAnId(string kind, string name) =>
        byId.ContainsKey((kind, name)) || long.TryParse(name, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) || (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal));
}
