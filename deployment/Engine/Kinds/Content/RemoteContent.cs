using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Content;

/// <summary>Objects that lie in folders of the workspace. Deleted ones go to the trash.</summary>
internal abstract class RemoteContent(ContentKind kind, WorkspaceApi workspace) : RemoteObjects(kind), ITrash
{
    protected override bool IsListedInPart => true;

    /// <summary>
    /// What has the name of a declaration and lies in another folder is none of it: it gets its path for a name. The listing has no
    /// folders, so what is not known yet is read.
    /// </summary>
    public override async Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    ) => [.. (await PlacedAsync(declared, remembered, ct)).Select(found => found.IsElsewhere ? WithPath(found.Asset) : found.Asset)];

    /// <summary>Without what only has the name of a declaration: its file would declare the same name a second time.</summary>
    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        new([
            .. (await PlacedAsync(declared, new Dictionary<string, JObject>(), ct))
                .Where(found => !found.IsElsewhere && !found.Asset.IsInTrash)
                .Select(found => Found(found.Asset)),
        ]);

    /// <summary>The service makes no folders. To make one that is there is no error.</summary>
    public override async Task PrepareAsync(IReadOnlyList<Declaration> creations, CancellationToken ct)
    {
        var folders = creations.Select(declaration => ContentKind.FolderOf(declaration.Content)).OfType<string>();
        await Task.WhenAll(
            RemoteTree.LowestFolders(folders.Select(folder => $"{folder}/")).Select(folder => workspace.MakeDirectoryAsync(folder, ct))
        );
    }

    public bool IsInTrash(JObject answer) => (string?)answer["lifecycle_state"] is "TRASHED" or "DELETED";

    /// <summary>For calls with an update mask: the fields that change, and their names.</summary>
    /// <remarks>What the mask names and the body does not have is cleared.</remarks>
    protected (JObject Fields, IReadOnlyList<string> Mask) Masked(AssetWrite write)
    {
        var wanted = Sendable(write.Wanted);
        var changed = write.ChangedFields;
        var mask = (changed.Count > 0 ? changed : wanted.Properties().Select(field => field.Name))
            .Where(name => name != ContentKind.Folder)
            .Order(StringComparer.Ordinal)
            .ToList();
        var fields = new JObject();
        foreach (var name in mask)
            if ((wanted[name] ?? Rules.Schema.Field(name)?.Removal?.Sent) is { } value)
                fields[name] = value.DeepClone();

        return (fields, mask);
    }

    private async Task<IReadOnlyList<(LiveAsset Asset, bool IsElsewhere)>> PlacedAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    )
    {
        var byName = declared.DistinctBy(declaration => declaration.Name).ToDictionary(declaration => declaration.Name);
        var listed = await base.ListDeclaredAsync(declared, remembered, ct);
        var placed = await Task.WhenAll(
            listed.Select(async asset =>
            {
                if (asset.IsInTrash || remembered.ContainsKey(asset.Id) || !byName.TryGetValue(asset.Name, out var declaration))
                    return (asset, false);

                // What may not be read stays as it is listed, and is asked for again by whoever compares it.
                var whole = (await ReadWholeAsync([asset], ct)).Found is [var read] ? read : asset;
                return (whole, ContentKind.IsElsewhere(declaration, whole));
            })
        );
        return placed;
    }

    private static LiveAsset WithPath(LiveAsset asset) => asset with { Name = $"{ContentKind.FolderOf(asset.State)}/{asset.Name}" };
}
