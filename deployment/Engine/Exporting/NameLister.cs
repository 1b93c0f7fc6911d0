using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Rest;

namespace Layercake.Engine.Exporting;

/// <summary>Lists the objects that exported objects refer to: each referenced kind once, and no other kind.</summary>
internal sealed class NameLister(IReadOnlyList<RemoteKind> kinds, IReadOnlyList<NamedObjects> named)
{
    /// <param name="wanted">The kinds that exported objects refer to.</param>
    public Task<NameListing[]> ListAsync(IReadOnlySet<string> wanted, IReadOnlyList<Declaration> declared, CancellationToken ct)
    {
        var others = named
            .Where(objects => wanted.Contains(objects.Kind) && declared.All(declaration => declaration.Kind != objects.Kind))
            .ToDictionary(objects => objects.Kind, StringComparer.Ordinal);
        var deployed = kinds
            .Where(kind => wanted.Contains(kind.Name) && !others.ContainsKey(kind.Name))
            .Select(kind => ListAsync(kind, declared, ct));
        return Task.WhenAll(deployed.Concat(others.Values.Select(objects => ListAsync(objects, ct))));
    }

    private static async Task<NameListing> ListAsync(RemoteKind kind, IReadOnlyList<Declaration> declared, CancellationToken ct)
    {
        try
        {
            var found = await kind.DiscoverAsync([.. declared.Where(declaration => declaration.Kind == kind.Name)], ct);
            return new NameListing(kind.Name, [.. found.Assets.Concat(found.OnlyNamed).Select(asset => (asset.Name, asset.Id))]);
        }
        catch (WorkspaceApiException e) when (Exporter.IsOfOneKind(e))
        {
            return new NameListing(kind.Name, [], e.Message);
        }
    }

    private static async Task<NameListing> ListAsync(NamedObjects objects, CancellationToken ct)
    {
        try
        {
            var listing = await objects.TryListAsync(ct);
            return new NameListing(
                objects.Kind,
                [.. (listing.Live ?? []).Select(asset => (asset.Name, asset.Id))],
                listing.Refusal?.Message
            )
            {
                IsRefused = listing.Refusal is not null,
            };
        }
        catch (WorkspaceApiException e) when (Exporter.IsOfOneKind(e))
        {
            return new NameListing(objects.Kind, [], e.Message);
        }
    }
}
