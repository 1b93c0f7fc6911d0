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
            entries.Where(entry => remote.ContainsKey(entry.Id)).Select(entry => LiveAsync(entry, remote[entry.Id], ct))
        );
        var unseen = entries
            .Where(entry => refused.ContainsKey(RemoteTree.Parent(entry.Id)))
            .Select(entry => entry.Id)
            .Distinct(StringComparer.Ordinal);
        return new ObjectsById(found, unseen.ToDictionary(id => id, id => refused[RemoteTree.Parent(id)], StringComparer.Ordinal));
    }

    private async Task<LiveAsset> LiveAsync(ManifestEntry entry, RemoteFile file, CancellationToken ct)
    {
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
