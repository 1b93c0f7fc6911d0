using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Rest;

namespace Layercake.Engine.Planning;

/// <summary>Lists what a plan is about, each kind once, whatever refers to it and however often.</summary>
/// <param name="named">Objects that can be named and are not deployed.</param>
internal sealed class WorkspaceLister(IReadOnlyList<RemoteKind> kinds, IReadOnlyList<NamedObjects> named)
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

        var deployed = kinds
            .Where(kind => needed.Contains(kind.Name))
            .Select(async kind => new Listing(
                kind.Name,
                await kind.ListDeclaredAsync(
                    [.. declared.Where(declaration => declaration.Kind == kind.Name)],
                    manifest.Remembered(kind.Name),
                    ct
                ),
                null
            ));
        var others = named
            .Where(objects => needed.Contains(objects.Kind) && kinds.All(kind => kind.Name != objects.Kind))
            .Select(objects => NamedAsync(objects, ct));

        var listings = await Task.WhenAll(deployed.Concat(others));
        return new Listings(
            listings.Where(listing => listing.Live is not null).ToDictionary(listing => listing.Kind, listing => listing.Live!),
            listings.Where(listing => listing.Refusal is not null).ToDictionary(listing => listing.Kind, listing => listing.Refusal!)
        );
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
