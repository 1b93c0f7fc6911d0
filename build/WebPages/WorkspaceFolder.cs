using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Build.WebPages;

/// <summary>A Git folder of a workspace: what the page pulls from it into its copy, and writes back.</summary>
/// <param name="root">Its path in the workspace.</param>
/// <param name="say">Gets a line for each step.</param>
internal sealed class WorkspaceFolder(WorkspaceApi api, string root, FolderCopy copy, Action<string> say)
{
    /// <summary>Files that are held in memory at a time.</summary>
    private const int AtOnce = 16;

    private readonly FolderListing listing = new(api, root);

    /// <summary>Brings the copy to what the folder has; what differs in the copy alone stays.</summary>
    public async Task PullAsync(CancellationToken ct)
    {
        var known = copy.Known() ?? new Dictionary<string, CopiedFile>();
        var listed = await listing.FilesAsync(ct);
        var pulled = 0;
        var now = new Dictionary<string, CopiedFile>(StringComparer.Ordinal);
        foreach (var chunk in listed.Chunk(AtOnce))
            foreach (
                var (name, file, content) in await Task.WhenAll(
                    chunk.Select(entry => ReadAsync(entry.Key, entry.Value, known.GetValueOrDefault(entry.Key), ct))
                )
            )
            {
                now[name] = file;
                if (content is null || copy.DigestOf(name) == file.Digest)
                    continue;

                SayIfDiffers(name, known.GetValueOrDefault(name));
                copy.Write(name, content);
                pulled++;
            }

        foreach (var (name, file) in known.Where(file => !listed.ContainsKey(file.Key) && copy.DigestOf(file.Key) is not null))
        {
            SayIfDiffers(name, file);
            copy.Delete(name);
            pulled++;
        }

        copy.Remember(now);
        say(pulled == 0 ? "Already up to date." : $"{pulled} of {listed.Count} files were brought here from {root}.");
    }

    /// <summary>Writes to the folder what differs in the copy, and deletes what is gone from it.</summary>
    /// <exception cref="BuildFailedException">
    /// A file looks as if it held a secret, or was changed in the folder since the last pull.
    /// </exception>
    public async Task WriteAsync(CancellationToken ct)
    {
        if (copy.Known() is not { } known)
            throw Refused($"{root} was not pulled yet.");

        FileSecrets.ThrowIfIn(copy.Files(), copy.PathOf, "written", "write");
        var changes = copy.Changed(known)
            .Select(file => new FolderChange(file, known.GetValueOrDefault(file) ?? listing.Placed(file, copy.Read(file)), copy.Read(file)))
            .Concat(copy.Gone(known).Select(file => new FolderChange(file, known[file], null)))
            .ToList();
        var now = new Dictionary<string, CopiedFile>(known, StringComparer.Ordinal);
        await CheckAsync(changes, known, ct);
        try
        {
            var added = changes.Where(change => !known.ContainsKey(change.Name));
            foreach (var folder in added.Select(change => FolderOf(change.File)).Distinct())
                await api.MakeDirectoryAsync(folder, ct);
            foreach (var change in changes)
                await WriteAsync(change, known.ContainsKey(change.Name), now, ct);
        }
        finally
        {
            copy.Remember(now);
        }

        say(
            changes.Count == 0
                ? $"{root} has these files already; nothing was written."
                : $"{changes.Count} files differed in {root}. Now open that folder in Databricks, and commit and push there."
        );
    }

    private async Task<(string Name, CopiedFile File, byte[]? Content)> ReadAsync(
        string name,
        CopiedFile file,
        CopiedFile? known,
        CancellationToken ct
    )
    {
        if (known is not null && known.Modified is not null && known.Path == file.Path && known.Modified == file.Modified)
            return (name, known, null);

        var content = await api.ExportAsync(file.Path, "SOURCE", ct);
        return (name, file with { Digest = ContentDigest.Of(content) }, content);
    }

    /// <summary>A file of the copy comes from an export, and can be exported again; one of the folder is somebody's work.</summary>
    private void SayIfDiffers(string name, CopiedFile? known)
    {
        if (copy.DigestOf(name) is { } digest && digest != known?.Digest)
            say($"{name} differed here and in {root}. It is now as it is there: export again.");
    }

    private async Task CheckAsync(IReadOnlyList<FolderChange> changes, IReadOnlyDictionary<string, CopiedFile> known, CancellationToken ct)
    {
        var there = await Task.WhenAll(changes.Select(change => DigestThereAsync(change.File.Path, ct)));
        var changed = changes
            .Zip(there)
            .Where(pair => pair.Second != known.GetValueOrDefault(pair.First.Name)?.Digest && pair.Second != pair.First.Digest)
            .Select(pair => pair.First.Name)
            .ToList();
        if (changed.Count > 0)
            throw Refused($"{string.Join(", ", changed)} was changed in {root} since the last pull.");
    }

    private async Task<string?> DigestThereAsync(string path, CancellationToken ct)
    {
        try
        {
            return ContentDigest.Of(await api.ExportAsync(path, "SOURCE", ct));
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    private async Task WriteAsync(FolderChange change, bool isKnown, Dictionary<string, CopiedFile> now, CancellationToken ct)
    {
        var path = change.File.Path;
        if (change.Content is { } content)
        {
            var format = change.File.Language is null ? "RAW" : "SOURCE";
            await api.ImportAsync(path, content, format, change.File.Language, overwrite: true, ct);
            now[change.Name] = change.File with { Digest = change.Digest!, Modified = null };
        }
        else
        {
            await DeleteAsync(path, ct);
            now.Remove(change.Name);
        }

        say($"{(change.Content is null ? "Deleted" : isKnown ? "Changed" : "Added")} {path}");
    }

    /// <summary>Someone else may have deleted it already.</summary>
    private async Task DeleteAsync(string path, CancellationToken ct)
    {
        try
        {
            await api.DeleteAsync(path, recursive: false, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing) { }
    }

    private static string FolderOf(CopiedFile file) => file.Path[..file.Path.LastIndexOf('/')];

    private static BuildFailedException Refused(string why) =>
        new(ExitCodes.Refused, $"Nothing was written: {why} Export again, which pulls first.");
}

/// <summary>A file that the folder is to get.</summary>
/// <param name="Content">Null where it is to be deleted.</param>
internal sealed record FolderChange(string Name, CopiedFile File, byte[]? Content)
{
    public string? Digest { get; } = Content is null ? null : ContentDigest.Of(Content);
}
