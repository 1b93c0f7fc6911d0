using System.Globalization;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>The files and directories of Unity Catalog volumes. Every volume that is named exists.</summary>
internal sealed class VolumeTree(CloudState state)
{
    private const int VolumeDepth = 4;

    private readonly PathTree tree = new(
        state.Table("volumes"),
        () => new[] { "/", "/Volumes" }.Select(path => KeyValuePair.Create(path, NewDirectory(state.Now)))
    );

    public static bool IsDirectory(JObject node) => (bool)node["is_directory"]!;

    public JObject File(string path)
    {
        lock (tree.Gate)
            return tree.Get(path) is { } node && !IsDirectory(node) ? node : throw FilesErrors.NoFile(path);
    }

    /// <summary>
    /// When a file was written, in whole seconds: HTTP dates have no others, and a file is not newer than the date it was sent with.
    /// </summary>
    public static DateTimeOffset Modified(JObject file) => DateTimeOffset.FromUnixTimeSeconds((long)file["last_modified"]! / 1000);

    /// <summary>A file as HTTP reads it, with what a request's head says of ranges and dates.</summary>
    public ApiResponse Read(string path, IReadOnlyDictionary<string, string> headers)
    {
        var file = File(path);
        var modified = Modified(file);
        if (
            DateTimeOffset.TryParse(headers.GetValueOrDefault("if-unmodified-since"), CultureInfo.InvariantCulture, out var limit)
            && modified > limit
        )
            return new ApiResponse { Status = 412 };

        var bytes = state.Blob((string)file["blob"]!);
        return ByteRange.Answer(
            bytes,
            headers.GetValueOrDefault("range"),
            new Dictionary<string, string> { ["last-modified"] = $"{modified:R}" }
        );
    }

    public IReadOnlyList<KeyValuePair<string, JObject>> List(string directory)
    {
        lock (tree.Gate)
        {
            CheckDirectory(directory);
            return tree.Children(directory);
        }
    }

    /// <exception cref="ApiError">404 when it is not there or is a file.</exception>
    public void CheckDirectory(string path)
    {
        lock (tree.Gate)
            if (tree.Get(path) is { } node ? !IsDirectory(node) : Depth(path) != VolumeDepth || !TreePath.IsWithin(path, "/Volumes"))
                throw FilesErrors.NoDirectory(path);
    }

    /// <exception cref="ApiError">When a file cannot be written there.</exception>
    public void CheckWritable(string path, bool overwrite)
    {
        CheckInVolume(path);
        if (Depth(path) == VolumeDepth)
            throw FilesErrors.IsDirectory();

        lock (tree.Gate)
            if (tree.Get(path) is { } existing)
                if (IsDirectory(existing))
                    throw FilesErrors.IsDirectory();
                else if (!overwrite)
                    throw FilesErrors.FileExists(path);
    }

    /// <summary>Writes a file and the directories above it.</summary>
    public void Write(string path, byte[] bytes, bool overwrite)
    {
        CheckWritable(path, overwrite);
        var blob = state.PutBlob(bytes);
        lock (tree.Gate)
        {
            CheckWritable(path, overwrite);
            MakeDirectories(TreePath.Parent(path));
            tree.Put(
                path,
                new JObject
                {
                    ["is_directory"] = false,
                    ["file_size"] = bytes.LongLength,
                    ["last_modified"] = state.Now,
                    ["blob"] = blob,
                }
            );
        }
    }

    public void MakeDirectories(string path)
    {
        CheckInVolume(path);
        lock (tree.Gate)
            foreach (var prefix in TreePath.Prefixes(path))
                if (tree.Get(prefix) is not { } node)
                    tree.Put(prefix, NewDirectory(state.Now));
                else if (!IsDirectory(node))
                    throw FilesErrors.IsFile();
    }

    public void DeleteFile(string path)
    {
        lock (tree.Gate)
        {
            File(path);
            tree.Remove(path);
        }
    }

    public void DeleteDirectory(string path)
    {
        CheckInVolume(path);
        lock (tree.Gate)
        {
            CheckDirectory(path);
            if (tree.HasChildren(path))
                throw FilesErrors.NotEmpty();

            // The volume itself is not the Files API's to delete.
            if (Depth(path) > VolumeDepth)
                tree.Remove(path);
        }
    }

    private static void CheckInVolume(string path)
    {
        if (!TreePath.IsWithin(path, "/Volumes") || Depth(path) < VolumeDepth)
            throw FilesErrors.NotInVolume(path);
    }

    private static int Depth(string path) => path.Count(letter => letter == '/');

    private static JObject NewDirectory(long now) => new() { ["is_directory"] = true, ["last_modified"] = now };
}
