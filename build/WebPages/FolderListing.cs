using Build.Running;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Files;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Build.WebPages;

/// <summary>Lists the files of the kinds in a folder of a workspace; a request for each folder.</summary>
internal sealed class FolderListing(WorkspaceApi api, string root)
{
    /// <summary>By their paths in the folder, which a notebook has with the ending of its language.</summary>
    /// <exception cref="BuildFailedException">Files lie where no kind is, or two have one name.</exception>
    public async Task<IReadOnlyDictionary<string, CopiedFile>> FilesAsync(CancellationToken ct)
    {
        var files = new Dictionary<string, CopiedFile>(StringComparer.Ordinal);
        var top = await api.ListAsync(root, ct);
        var folders = top.Where(IsFolder).Where(entry => KindTable.Folders.Contains(NameOf(entry))).ToList();
        if (folders.Count == 0 && top.FirstOrDefault(entry => IsLoose(NameOf(entry))) is { } loose)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"{root} has no folder of assets, and {NameOf(loose)} lies directly in it. Move the files of jobs into {root}/jobs."
            );

        foreach (var note in top.Where(entry => !IsFolder(entry) && PushedPaths.Notes.Contains(NameOf(entry))))
            if (Copied(NameOf(note), note) is var (name, file))
                files.Add(name, file);

        var left = new Queue<string>(folders.Select(NameOf));
        while (left.TryDequeue(out var folder))
            foreach (var entry in await api.ListAsync($"{root}/{folder}", ct))
            {
                var path = $"{folder}/{NameOf(entry)}";
                if (IsFolder(entry))
                    left.Enqueue(path);
                else if (Copied(path, entry) is var (name, file) && !files.TryAdd(name, file))
                    throw new BuildFailedException(ExitCodes.Wrong, $"{root} has two objects for the file {name}. Rename one of them.");
            }

        return files;
    }

    private (string Name, CopiedFile File)? Copied(string path, JObject entry)
    {
        var (type, language) = ((string?)entry["object_type"], (string?)entry["language"]);
        var modified = (long?)entry["modified_at"];
        return type switch
        {
            "FILE" => (path, new CopiedFile($"{root}/{path}", null, "", modified)),
            "NOTEBOOK" when language is not null && NotebookSource.EndingOf(language) is { } ending =>
                (path + ending, new CopiedFile($"{root}/{path}", language, "", modified)),
            _ => null,
        };
    }

    /// <summary>Where a file that is new in the copy goes: a source that the service takes for a notebook has no ending there.</summary>
    public CopiedFile Placed(string file, byte[] content)
    {
        var language = NotebookSource.Form(file, content).Language;
        var path = language is null ? file : file[..^Path.GetExtension(file).Length];
        return new CopiedFile($"{root}/{path}", language, "", null);
    }

    private static bool IsLoose(string name) => name.EndsWith(".json", StringComparison.Ordinal) && !PushedPaths.Notes.Contains(name);

    private static bool IsFolder(JObject entry) => (string?)entry["object_type"] == "DIRECTORY";

    /// <summary>The last part alone: whatever else an answer says, no path leads out of the folder.</summary>
    private static string NameOf(JObject entry)
    {
        var path = (string)entry["path"]!;
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is "" or "." or ".." || name.AsSpan().IndexOfAny('\\', '\0') >= 0
            ? throw new BuildFailedException(ExitCodes.Failed, $"The workspace lists {path}, which is no name of a file here.")
            : name;
    }
}
