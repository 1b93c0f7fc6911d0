using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Rest;

namespace Layercake.Engine.Exporting;

/// <summary>Lists the objects of one kind and reads the selected ones.</summary>
/// <param name="parts">What stands in the files of objects and is read by calls of its own.</param>
internal sealed class KindReader(RemoteKind kind, IReadOnlyList<IExportedPart> parts, ExportRequest request, IExportWatcher watcher)
{
    public async Task<ListedKind> ReadAsync(CancellationToken ct)
    {
        var declared = request.Declared.Declarations.Where(declaration => declaration.Kind == kind.Name).ToList();
        try
        {
            var found = await kind.DiscoverAsync(declared, ct);
            var wanted = found
                .Assets.Where(asset => request.Includes(kind.Name, asset.Name))
                .OrderBy(asset => asset.Name, StringComparer.Ordinal)
                .ThenBy(asset => asset.Id, StringComparer.Ordinal)
                .ToList();
            watcher.Listed(kind.Name, wanted.Count);
            foreach (var part in parts)
                await part.BeginAsync(kind.Kind, wanted.Count, ct);

            return new ListedKind(kind.Kind, found, await Task.WhenAll(wanted.Select(asset => ReadAsync(asset, ct))), null);
        }
        catch (WorkspaceApiException e) when (Exporter.IsOfOneKind(e))
        {
            return new ListedKind(kind.Kind, new FoundAssets([]), [], e.Message);
        }
    }

    private async Task<ExportDraft> ReadAsync(FoundAsset found, CancellationToken ct)
    {
        var draft = new ExportDraft(kind.Name, found);
        draft.Log.Add($"id {found.Id}");
        try
        {
            if (found is FoundDocument document)
            {
                draft.Live = await document.ReadAsync(ct);
                foreach (var part in parts)
                    await ReadAsync(part, draft, draft.Live, ct);
            }
            else if (found is FoundContent { Refusal: null } content)
                draft.Content = await content.ReadAsync(ct);
        }
        catch (WorkspaceApiException e)
        {
            draft.Fail("EXP002", $"cannot be read, so its file stays as it is: {e.Message}");
        }

        watcher.Read(kind.Name);
        return draft;
    }

    private async Task ReadAsync(IExportedPart part, ExportDraft draft, LiveAsset live, CancellationToken ct)
    {
        var declared = request.Part(part.Name, draft.Asset);
        if (declared is null && part.IsPermission && !request.WithPermissions)
            return;

        try
        {
            if (await part.ReadAsync(kind.Kind, live, declared?.Content, ct) is { } content)
                draft.Parts.Add((part, content));
        }
        catch (WorkspaceApiException e) when (e.IsForbidden || e.IsMissing)
        {
            draft.Warn("EXP018", $"its {part.Name} may not be read, so its file keeps those that it has: {e.Message}");
        }
    }
}

/// <summary>The objects of a kind that are being exported.</summary>
/// <param name="Failure">Why the kind could not be listed; null when it was.</param>
internal sealed record ListedKind(AssetKind Kind, FoundAssets Found, IReadOnlyList<ExportDraft> Drafts, string? Failure)
{
    /// <summary>The kinds that these objects refer to.</summary>
    public IEnumerable<string> ReferencedKinds =>
        Drafts
            .Where(draft => draft.Live is not null)
            .SelectMany(draft => AssetReferences.In(Kind.Name, draft.Live!.State))
            .Select(reference => reference.To)
            .Distinct();

    public NameListing Names => new(Kind.Name, [.. Found.Assets.Concat(Found.OnlyNamed).Select(asset => (asset.Name, asset.Id))], Failure);
}
