using Build.Running;
using Layercake.Engine.Declarations;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.WebPages;

/// <summary>The server's copy of the assets of a Git folder, and what they were when it was last pulled or written.</summary>
internal sealed class FolderCopy(WorkspaceFolderPlace place)
{
    /// <summary>Holds the folders of the kinds.</summary>
    private readonly string folder = place.Copy;

    /// <summary>
    /// In the copy: where that is gone, what it knew must not count, since all its files would be deleted in the Git folder.
    /// </summary>
    private string StateFile => Path.Combine(folder, ".layercake-folder.json");

    /// <summary>Null before the first pull.</summary>
    /// <exception cref="BuildFailedException">It is a copy of something else.</exception>
    public IReadOnlyDictionary<string, CopiedFile>? Known()
    {
        if (!File.Exists(StateFile) || JsonText.Load(StateFile, Path.GetFileName(StateFile), []) is not { } document)
            return null;
        if (((string?)document["workspace"], (string?)document["folder"]) != (place.Workspace, place.Path))
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"{folder} is no copy of {place.Path} in {place.Workspace}. Give another folder with --state=DIR, or keep what differs "
                    + "in it and remove it."
            );

        return ((JObject)document["files"]!)
            .Properties()
            .ToDictionary(
                file => file.Name,
                file => new CopiedFile(
                    Text(file, "path")!,
                    Text(file, "language"),
                    Text(file, "digest")!,
                    (long?)file.Value["modified_at"]
                ),
                StringComparer.Ordinal
            );
    }

    public void Remember(IReadOnlyDictionary<string, CopiedFile> files) =>
        WholeFile.Write(
            StateFile,
            new JObject
            {
                ["workspace"] = place.Workspace,
                ["folder"] = place.Path,
                ["files"] = new JObject(files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(Document)),
            }.ToString(Formatting.Indented) + "\n"
        );

    private static JProperty Document(KeyValuePair<string, CopiedFile> file) =>
        new(
            file.Key,
            new JObject
            {
                ["path"] = file.Value.Path,
                ["language"] = file.Value.Language,
                ["digest"] = file.Value.Digest,
                ["modified_at"] = file.Value.Modified,
            }
        );

    /// <summary>What is pushed, by its paths in the folder with slashes, in order.</summary>
    public IReadOnlyList<string> Files() =>
        [
            .. AssetFiles
                .In(folder)
                .Select(file => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'))
                .Concat(PushedPaths.Notes.Where(file => File.Exists(PathOf(file))))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Files that are other than they were, or new.</summary>
    public IEnumerable<string> Changed(IReadOnlyDictionary<string, CopiedFile> known) =>
        Files().Where(file => known.GetValueOrDefault(file)?.Digest != DigestOf(file));

    /// <summary>Files that are here no more.</summary>
    public IEnumerable<string> Gone(IReadOnlyDictionary<string, CopiedFile> known) =>
        known.Keys.Where(file => !File.Exists(PathOf(file))).Order(StringComparer.Ordinal);

    public byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    /// <summary>Null where there is no such file.</summary>
    public string? DigestOf(string file) => File.Exists(PathOf(file)) ? ContentDigest.Of(Read(file)) : null;

    public void Write(string file, byte[] content) => WholeFile.Write(PathOf(file), content);

    public void Delete(string file) => File.Delete(PathOf(file));

    public string PathOf(string file) => Path.Combine(folder, file);

    private static string? Text(JProperty file, string name) => (string?)file.Value[name];
}

/// <summary>A file as it was in the Git folder.</summary>
/// <param name="Path">In the workspace.</param>
/// <param name="Language">Of a notebook; null for other files.</param>
/// <param name="Digest">Of its content.</param>
/// <param name="Modified">When the workspace says that it was changed; null where it does not.</param>
internal sealed record CopiedFile(string Path, string? Language, string Digest, long? Modified);
