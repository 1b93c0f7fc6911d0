using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Lists what a plan is about, each kind once, whatever refers to it and however often.</summary>
/// <param name="named">Objects that can be named, for kinds that Git declares nothing of.</param>
/// <param name="permissionDrift">The environment's setting.</param>
internal sealed class WorkspaceLister(IReadOnlyList<RemoteKind> kinds, IReadOnlyList<NamedObjects> named, string permissionDrift)
{
    /// <summary>The objects of the selected kinds and of those they refer to, all kinds at once.</summary>
    public async Task<Listings> ListAsync(Selection selection, IReadOnlyList<Declaration> declared, Manifest manifest, CancellationToken ct)
    {
        var needed = Needed(declared.Where(selection.Takes).ToList(), manifest);
        var others = named
            .Where(objects => needed.Contains(objects.Kind) && declared.All(declaration => declaration.Kind != objects.Kind))
            .ToDictionary(objects => objects.Kind, StringComparer.Ordinal);
        var deployed = kinds
            .Where(kind => needed.Contains(kind.Name) && kind is not IPartOfObjects && !others.ContainsKey(kind.Name))
            .Select(async kind => new Listing(
                kind.Name,
                await kind.ListDeclaredAsync(
                    [.. declared.Where(declaration => declaration.Kind == kind.Name)],
                    manifest.Remembered(kind.Name),
                    ct
                ),
                null
            ));

        return Listed(await Task.WhenAll(deployed.Concat(others.Values.Select(objects => NamedAsync(objects, ct)))));
    }

    /// <summary>The selected parts of objects.</summary>
    /// <param name="objects">As they were found: parts are read by the ids of their objects, and need not read these again.</param>
    public async Task<Listings> ListPartsAsync(
        Selection selection,
        IReadOnlyList<Declaration> declared,
        Manifest manifest,
        Listings objects,
        CancellationToken ct
    )
    {
        var selected = declared.Where(selection.Takes).ToList();
        var needed = Needed(selected, manifest);
        var parts = kinds
            .Where(kind => needed.Contains(kind.Name))
            .OfType<IPartOfObjects>()
            .Select(kind =>
            {
                IReadOnlyList<Declaration> ofKind = [.. selected.Where(declaration => declaration.Kind == kind.Name)];
                return PartsAsync(kind, ofKind, Unread(kind, ofKind, selection, manifest), objects, manifest, ct);
            });
        return Listed(await Task.WhenAll(parts));
    }

    /// <summary>The kinds that the selection is about, and those they refer to or did: a plan names what is taken out too.</summary>
    private static HashSet<string> Needed(IReadOnlyList<Declaration> selected, Manifest manifest) =>
        selected
            .SelectMany(declaration => AssetReferences.In(declaration.Kind, declaration.Content))
            .Concat(
                selected
                    .Select(declaration => manifest.Find(declaration.Asset))
                    .OfType<ManifestEntry>()
                    .SelectMany(entry => AssetReferences.In(entry.Kind, entry.Declared))
            )
            .Select(reference => reference.To)
            .Concat(selected.Select(declaration => declaration.Kind))
            .Concat(manifest.StopDue.Select(asset => AssetId.Parse(asset).Kind))
            .ToHashSet(StringComparer.Ordinal);

    private static Listings Listed(IReadOnlyList<Listing> listings) =>
        new(
            listings.Where(listing => listing.Live is not null).ToDictionary(listing => listing.Kind, listing => listing.Live!),
            listings.Where(listing => listing.Refusal is not null).ToDictionary(listing => listing.Kind, listing => listing.Refusal!)
        );

    /// <summary>Parts that are taken to be as the last deployment left them, since the environment does not want them to be read.</summary>
    private Dictionary<string, ManifestEntry> Unread(
        IPartOfObjects parts,
        IEnumerable<Declaration> declared,
        Selection selection,
        Manifest manifest
    ) =>
        !parts.IsPermission || permissionDrift == "always" || (permissionDrift == "scheduled" && selection.IsScheduled)
            ? []
            : declared
                .Select(declaration => (declaration, entry: manifest.Find(declaration.Asset)))
                .Where(pair => !IsCutShort(pair.declaration.Asset, manifest))
                .Where(pair => pair.entry is { Unread: false } && JToken.DeepEquals(pair.entry.Declared, pair.declaration.Content))
                .ToDictionary(pair => pair.declaration.Name, pair => pair.entry!, StringComparer.Ordinal);

    /// <summary>Whether a deployment may have left it otherwise than the record says.</summary>
    private static bool IsCutShort(string asset, Manifest manifest) =>
        manifest.Updating.Contains(asset) || manifest.Announced.ContainsKey(asset);

    private static async Task<Listing> PartsAsync(
        IPartOfObjects parts,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, ManifestEntry> unread,
        Listings objects,
        Manifest manifest,
        CancellationToken ct
    )
    {
        var live = objects
            .Live.SelectMany(kind => kind.Value.Select(asset => (Asset: AssetId.Of(kind.Key, asset.Name), Live: asset)))
            .ToLookup(found => found.Asset, found => found.Live, StringComparer.Ordinal);
        var found = await parts.ListDeclaredAsync(declared, unread, ObjectOf, ct);
        return new Listing(parts.Name, found, null);

        PartObject? ObjectOf(string of, string name)
        {
            var asset = AssetId.Of(of, name);
            var there = live[asset].ToList();
            if (manifest.Find(asset)?.Id is { } id && (there.Count == 0 || there.Exists(found => found.Id == id)))
                return new PartObject(of, id, there.Find(found => found.Id == id));

            return there is [var only] ? new PartObject(of, only.Id, only) : null;
        }
    }

    /// <summary>Who may deploy jobs need not be allowed to list everything that jobs can name: ids are then taken as they are.</summary>
    private static async Task<Listing> NamedAsync(NamedObjects objects, CancellationToken ct)
    {
        var listing = await objects.TryListAsync(ct);
        return new Listing(objects.Kind, listing.Live, listing.Refusal?.Message);
    }

    private sealed record Listing(string Kind, IReadOnlyList<LiveAsset>? Live, string? Refusal);
}
