using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Lists what a plan is about, each kind once, whatever refers to it and however often.</summary>
/// <param name="named">Objects that can be named, for kinds that Git declares nothing of.</param>
/// <param name="permissionDrift">The environment's setting.</param>
internal sealed class WorkspaceLister(IReadOnlyList<RemoteKind> kinds, IReadOnlyList<NamedObjects> named, string permissionDrift)
{
    /// <summary>The selected kinds and those they refer to, all at once.</summary>
    public async Task<Listings> ListAsync(Selection selection, IReadOnlyList<Declaration> declared, Manifest manifest, CancellationToken ct)
    {
        var selected = declared.Where(selection.Takes).ToList();
        var needed = selected
            .SelectMany(declaration => AssetReferences.In(declaration.Kind, declaration.Content))
            .Select(reference => reference.To)
            .Concat(selected.Select(declaration => declaration.Kind))
            .Concat(manifest.StopDue.Select(asset => AssetId.Parse(asset).Kind))
            .ToHashSet(StringComparer.Ordinal);

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

        var objects = await Task.WhenAll(deployed.Concat(others.Values.Select(objects => NamedAsync(objects, ct))));
        var parts = kinds
            .Where(kind => needed.Contains(kind.Name))
            .OfType<IPartOfObjects>()
            .Select(kind =>
            {
                IReadOnlyList<Declaration> ofKind = [.. selected.Where(declaration => declaration.Kind == kind.Name)];
                return PartsAsync(kind, ofKind, Unread(kind, ofKind, selection, manifest), objects, manifest, ct);
            });
        var listings = objects.Concat(await Task.WhenAll(parts)).ToList();
        return new Listings(
            listings.Where(listing => listing.Live is not null).ToDictionary(listing => listing.Kind, listing => listing.Live!),
            listings.Where(listing => listing.Refusal is not null).ToDictionary(listing => listing.Kind, listing => listing.Refusal!)
        );
    }

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
                .Where(pair => pair.entry is { Unread: false } && JToken.DeepEquals(pair.entry.Declared, pair.declaration.Content))
                .ToDictionary(pair => pair.declaration.Name, pair => pair.entry!, StringComparer.Ordinal);

    /// <summary>Parts are looked for by the ids of their objects, so these are listed first.</summary>
    private static async Task<Listing> PartsAsync(
        IPartOfObjects parts,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, ManifestEntry> unread,
        IReadOnlyList<Listing> objects,
        Manifest manifest,
        CancellationToken ct
    )
    {
        var live = objects
            .Where(listing => listing.Live is not null)
            .SelectMany(listing => listing.Live!.Select(asset => (Asset: AssetId.Of(listing.Kind, asset.Name), asset.Id)))
            .ToLookup(asset => asset.Asset, asset => asset.Id, StringComparer.Ordinal);
        var found = await parts.ListDeclaredAsync(declared, unread, IdOf, ct);
        return new Listing(parts.Name, found, null);

        string? IdOf(string of, string name)
        {
            var asset = AssetId.Of(of, name);
            var ids = live[asset].ToList();
            return manifest.Find(asset)?.Id is { } known && (ids.Count == 0 || ids.Contains(known)) ? known
                : ids is [var only] ? only
                : null;
        }
    }

    /// <summary>Who may deploy jobs need not be allowed to list everything that jobs can name: ids are then taken as they are.</summary>
    private static async Task<Listing> NamedAsync(NamedObjects objects, CancellationToken ct)
    {
        try
        {
            return new Listing(objects.Kind, await objects.ListAsync(ct), null);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden || e.Status == 404)
        {
            return new Listing(objects.Kind, null, e.Message);
        }
    }

    private sealed record Listing(string Kind, IReadOnlyList<LiveAsset>? Live, string? Refusal);
}
