using System.Collections.Concurrent;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>Reads the files that the manifest records, also those that Git no longer declares.</summary>
/// <param name="tryHash">The digest of a remote file; null where it cannot be computed without the file in Git.</param>
internal sealed class RecordedFiles(IFileDestination destination, Func<RemoteFile, CancellationToken, Task<string?>> tryHash)
{
    public async Task<ObjectsById> ReadAsync(IReadOnlyList<ManifestEntry> entries, CancellationToken ct)
    {
        var refused = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var folders = await Task.WhenAll(
            entries
                .Select(entry => RemoteTree.Parent(entry.Id))
                .Distinct(StringComparer.Ordinal)
                .Select(folder => TryListAsync(folder, refused, ct))
        );
        var remote = folders.SelectMany(files => files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var found = await Task.WhenAll(
            entries.Where(entry => remote.ContainsKey(entry.Id)).Select(entry => LiveAsync(entry, remote[entry.Id], refused, ct))
        );
        var unseen = entries
            .Select(entry => entry.Id)
            .Distinct(StringComparer.Ordinal)
            .Select(id => (Id: id, Refusal: refused.GetValueOrDefault(id) ?? refused.GetValueOrDefault(RemoteTree.Parent(id))))
            .Where(entry => entry.Refusal is not null);
        return new ObjectsById(
            [.. found.OfType<LiveAsset>()],
            unseen.ToDictionary(entry => entry.Id, entry => entry.Refusal!, StringComparer.Ordinal)
        );
    }

    /// <returns>Null, and an entry in <paramref name="refused"/>, for a folder whose content may not be listed.</returns>
    private async Task<LiveAsset?> LiveAsync(
        ManifestEntry entry,
        RemoteFile listed,
        ConcurrentDictionary<string, string> refused,
        CancellationToken ct
    )
    {
        var file = await FolderStamp.WithContentAsync(destination, listed, ct);
        if (file.Refusal is { } refusal)
        {
            refused[entry.Id] = refusal;
            return null;
        }

        var state = (JObject)entry.Baseline.DeepClone();
        if (!RemoteFiles.IsUnchanged(file, entry.Baseline))
            state[FileKind.Content] = await tryHash(file, ct) ?? "changed";
        if (state[FileKind.ObjectType] is not null)
            state[FileKind.ObjectType] = file.ObjectType;

        state[FileKind.Stamp] = file.Stamp;
        return new LiveAsset
        {
            Name = entry.Name,
            Id = entry.Id,
            State = state,
        };
    }

    private async Task<IReadOnlyList<RemoteFile>?> TryListAsync(
        string folder,
        ConcurrentDictionary<string, string> refused,
        CancellationToken ct
    )
    {
        try
        {
            return await destination.ListAsync(folder, ct);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            refused[folder] = e.Message;
            return null;
        }
    }
}
