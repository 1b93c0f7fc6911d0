using System.Collections.Concurrent;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;

namespace Layercake.Engine.Kinds.Libraries;

/// <summary>The libraries of a workspace, wherever the environment puts them, with those of earlier deployments.</summary>
internal sealed class RemoteLibraries(LibraryKind kind, IFileDestination destination) : RemoteFiles(kind, destination)
{
    /// <summary>When each remote file that an export found was changed last.</summary>
    private readonly ConcurrentDictionary<string, long> modified = new(StringComparer.Ordinal);

    /// <summary>With a library goes the folder of its version.</summary>
    public override WriteCalls Calls =>
        Destination.Calls with
        {
            Delete = [.. Destination.Calls.Delete, .. Destination.Calls.Folders],
        };

    /// <summary>Of several versions that Git does not have, the latest. Nobody gives permissions for one version of a file.</summary>
    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct)
    {
        var found = await base.DiscoverAsync(declared, ct);
        var latest = found
            .Assets.GroupBy(asset => asset.Name, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(version => modified.GetValueOrDefault(version.Id))!);
        return found with
        {
            Assets = [.. latest],
            Places = [],
            // Most workspaces have none, and where Git has none either nobody misses the folder.
            MissingFolders = declared.Count == 0 ? [] : found.MissingFolders,
        };
    }

    /// <remarks>One whose folder was left behind, empty, by a run that was killed counts as there: a prune deletes that too.</remarks>
    public override async Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    )
    {
        var read = await base.GetByIdsAsync(entries, listed, ct);
        var known = read.Found.Select(asset => asset.Id).Concat(read.Refused.Keys).ToHashSet(StringComparer.Ordinal);
        var left = await Task.WhenAll(
            entries
                .Where(entry => !entry.Unread && !known.Contains(entry.Id) && Kind.IsInConfiguredFolder(entry.Id))
                .Select(async entry => await IsFolderLeftAsync(entry.Id, ct) ? AsRecorded(entry) : null)
        );
        return read with { Found = [.. read.Found, .. left.OfType<LiveAsset>()] };
    }

    public override async Task DeleteAsync(string id, CancellationToken ct)
    {
        await TryDeleteAsync(() => Destination.DeleteAsync(id, ct));
        if (!Kind.IsInConfiguredFolder(id))
            return;

        foreach (var folder in FoldersOf(id))
            try
            {
                await TryDeleteAsync(() => Destination.DeleteFolderAsync(folder, ct));
            }
            catch (WorkspaceApiException)
            {
                // Something else is in it, so it stays; an empty folder does no harm.
                return;
            }
    }

    protected override FoundContent? Found(RemoteFile file, IReadOnlyDictionary<string, Declaration> declared)
    {
        modified[file.Path] = file.Modified ?? 0;
        var isDeclared = declared.TryGetValue(file.Path, out var declaration);
        var name = declaration?.Name ?? LibraryKind.NameIn(Below(file)) ?? Below(file);
        if (!isDeclared && declared.Values.Any(other => other.Name == name))
            return null;

        return file.IsLarge && !IsVolume
            ? LargeFile.Found(file, name, declaration)
            : new FoundContent
            {
                Name = name,
                Id = file.Path,
                Declared = declaration,
                ReadAsync = ct => Destination.ReadAsync(file.Path, ct),
            };
    }

    protected override async Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct)
    {
        var length = SentFile.LengthOf(declaration);
        if (length > SizeLimits.Notebook)
            await Destination.WriteAsync(path, length, () => SentFile.Open(declaration), overwrite, ct);
        else
            await Destination.WriteAsync(path, await SentFile.ReadAsync(declaration, ct), overwrite, ct);
    }

    /// <remarks>What is too large to be read back, and of the right size, is taken for what its folder says.</remarks>
    protected override async Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct) =>
        file.IsFolder ? "a folder"
        : file.Size is { } size && size != SentFile.LengthOf(declaration) ? "another size"
        : await TryHashAsync(file, ct) ?? (string)declaration.Content[FileKind.Content]!;

    /// <remarks>A volume gives back files of any size.</remarks>
    protected override async Task<string?> TryHashAsync(RemoteFile file, CancellationToken ct) =>
        file.IsFolder || (file.IsLarge && !IsVolume) ? null : ContentDigest.Of(await Destination.ReadAsync(file.Path, ct));

    /// <summary>That of its version, and those below it, the lowest first.</summary>
    private IEnumerable<string> FoldersOf(string id)
    {
        for (var folder = RemoteTree.Parent(id); folder.Length > Kind.Root.Length; folder = RemoteTree.Parent(folder))
            yield return folder;
    }

    private async Task<bool> IsFolderLeftAsync(string id, CancellationToken ct)
    {
        try
        {
            foreach (var folder in FoldersOf(id))
                if (await Destination.ListAsync(folder, ct) is { } files)
                    return files.Count == 0;

            return false;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return false;
        }
    }

    private static LiveAsset AsRecorded(ManifestEntry entry) =>
        new()
        {
            Name = entry.Name,
            Id = entry.Id,
            State = entry.Baseline,
        };

    private static async Task TryDeleteAsync(Func<Task> delete)
    {
        try
        {
            await delete();
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // A run that was killed, or somebody else, has deleted it.
        }
    }

    private bool IsVolume => Kind.Root.StartsWith("/Volumes/", StringComparison.Ordinal);
}
