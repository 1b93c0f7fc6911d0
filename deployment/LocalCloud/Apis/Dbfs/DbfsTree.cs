using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Dbfs;

/// <summary>The files and directories of DBFS.</summary>
internal sealed class DbfsTree(CloudState state)
{
    private static readonly string[] roots =
    [
        "/",
        "/FileStore",
        "/databricks",
        "/databricks-datasets",
        "/databricks-results",
        "/mnt",
        "/tmp",
        "/user",
    ];

    private readonly PathTree tree = new(
        state.Table("dbfs"),
        () => roots.Select(path => KeyValuePair.Create(path, NewDirectory(state.Now)))
    );

    /// <summary>Paths come as <c>/a/b</c> or as <c>dbfs:/a/b</c>.</summary>
    public static string PathOf(string sent)
    {
        var path = TreePath.Normalise(sent.StartsWith("dbfs:", StringComparison.Ordinal) ? sent["dbfs:".Length..] : sent);
        return TreePath.IsWithin(path, "/Volumes") ? throw NotAllowed() : path;
    }

    public JObject Status(string path)
    {
        lock (tree.Gate)
            return Info(path, Find(path));
    }

    /// <summary>What is in a directory; a file lists itself.</summary>
    public IReadOnlyList<JObject> List(string path)
    {
        lock (tree.Gate)
            return Find(path) is var node && IsDirectory(node)
                ? [.. tree.Children(path).Select(child => Info(child.Key, child.Value))]
                : [Info(path, node)];
    }

    public byte[] Read(string path)
    {
        JObject node;
        lock (tree.Gate)
            node = Find(path);

        return IsDirectory(node) ? throw ApiError.InvalidParameter($"dbfs:{path} is a directory.") : state.Blob((string)node["blob"]!);
    }

    public void Write(string path, byte[] bytes, bool overwrite)
    {
        var blob = state.PutBlob(bytes);
        lock (tree.Gate)
        {
            if (tree.Get(path) is { } existing && (!overwrite || IsDirectory(existing)))
                throw Exists(path);

            MakeDirectories(TreePath.Parent(path));
            tree.Put(
                path,
                new JObject
                {
                    ["is_dir"] = false,
                    ["file_size"] = bytes.LongLength,
                    ["modification_time"] = state.Now,
                    ["blob"] = blob,
                }
            );
        }
    }

    public void MakeDirectories(string path)
    {
        lock (tree.Gate)
            foreach (var prefix in TreePath.Prefixes(path))
                if (tree.Get(prefix) is not { } node)
                    tree.Put(prefix, NewDirectory(state.Now));
                else if (!IsDirectory(node))
                    throw Exists(prefix);
    }

    /// <summary>A path that is not there is as good as deleted.</summary>
    public void Delete(string path, bool recursive)
    {
        if (path == "/")
            throw NotAllowed();

        lock (tree.Gate)
        {
            if (!recursive && tree.HasChildren(path))
                throw ApiError.Of(400, "BAD_REQUEST", "Directory is not empty. Use recursive delete or remove contents first.");

            tree.Remove(path);
        }
    }

    public void Move(string source, string destination)
    {
        lock (tree.Gate)
        {
            Find(source);
            if (tree.Get(destination) is { } existing)
                destination = IsDirectory(existing) ? TreePath.Join(destination, TreePath.Name(source)) : throw Exists(destination);
            if (tree.Get(destination) is not null)
                throw Exists(destination);
            if (TreePath.IsWithin(destination, source))
                throw ApiError.InvalidParameter($"Cannot move dbfs:{source} into itself.");

            MakeDirectories(TreePath.Parent(destination));
            foreach (var (path, node) in tree.Subtree(source))
                tree.Put(destination + path[source.Length..], node);
            tree.Remove(source);
        }
    }

    private JObject Find(string path) => tree.Get(path) ?? throw ApiError.Missing($"No file or directory exists on path dbfs:{path}.");

    private static JObject NewDirectory(long now) =>
        new()
        {
            ["is_dir"] = true,
            ["file_size"] = 0,
            ["modification_time"] = now,
        };

    private static bool IsDirectory(JObject node) => (bool)node["is_dir"]!;

    private static JObject Info(string path, JObject node) =>
        new()
        {
            ["path"] = path,
            ["is_dir"] = node["is_dir"],
            ["file_size"] = node["file_size"],
            ["modification_time"] = node["modification_time"],
        };

    private static ApiError Exists(string path) => ApiError.Exists($"A file or directory already exists at the input path dbfs:{path}.");

    private static ApiError NotAllowed() => ApiError.Of(403, "PERMISSION_DENIED", "No operations allowed on this path.");
}
