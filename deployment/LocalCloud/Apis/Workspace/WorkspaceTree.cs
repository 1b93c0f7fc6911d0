using System.Globalization;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>The folders, notebooks and files of the workspace: one for all families, since each must see what the others change.</summary>
internal sealed class WorkspaceTree(CloudState state)
{
    /// <summary>The field of a Git folder that has what its own API knows of it.</summary>
    public const string Git = "git";

    private static readonly string[] roots = ["/", "/Repos", "/Shared", "/Users"];

    private readonly Dictionary<string, Action<string, Principal>> owners = new(StringComparer.Ordinal);

    private readonly PathTree tree = new(
        state.Table("workspace"),
        () => roots.Select(path => KeyValuePair.Create(path, NewFolder(state.Now, isProtected: true)))
    );

    public static bool IsFolder(JObject node) => (string?)node["object_type"] is "DIRECTORY" or "REPO";

    public static ApiError Exists(string path) => ApiError.Exists($"Path ({path}) already exists.");

    /// <summary>Everyone who calls has a home.</summary>
    public void KeepHome(Principal caller)
    {
        if (caller.UserName.Length == 0)
            return;

        lock (tree.Gate)
        {
            var home = $"/Users/{caller.UserName}";
            if (tree.Get(home) is null)
                tree.Put(home, NewFolder(state.Now, isProtected: true));
        }
    }

    public JObject? Find(string path)
    {
        lock (tree.Gate)
            return tree.Get(path);
    }

    /// <param name="asked">How the caller spelled it; null when that is the same.</param>
    public JObject Get(string path, string? asked = null) =>
        Find(path) ?? throw ApiError.Missing($"Path ({asked ?? path}) doesn't exist.");

    /// <summary>What is directly in a folder; anything else lists itself.</summary>
    public IReadOnlyList<KeyValuePair<string, JObject>> List(string path, string asked)
    {
        lock (tree.Gate)
            return Get(path, asked) is var node && IsFolder(node) ? tree.Children(path) : [KeyValuePair.Create(path, node)];
    }

    public IReadOnlyList<KeyValuePair<string, JObject>> Subtree(string path)
    {
        lock (tree.Gate)
            return tree.Subtree(path);
    }

    public void MakeFolders(string path)
    {
        lock (tree.Gate)
            foreach (var prefix in TreePath.Prefixes(path))
                if (tree.Get(prefix) is not { } node)
                    tree.Put(prefix, NewFolder(state.Now));
                else if (!IsFolder(node))
                    throw Exists(prefix);
    }

    /// <exception cref="ApiError">404 when its folder is not there, 400 when something is at its path.</exception>
    public void MakeGitFolder(string path, JObject git)
    {
        lock (tree.Gate)
        {
            CheckFolder(TreePath.Parent(path));
            if (tree.Get(path) is not null)
                throw ApiError.Exists($"Repo with path {path} already exists.");

            tree.Put(path, new JObject(NewNode("REPO", state.Now)) { [Git] = git });
        }
    }

    public void ChangeGit(string path, JObject git)
    {
        lock (tree.Gate)
            tree.Put(path, new JObject(Get(path)) { [Git] = git });
    }

    /// <summary>Puts an object into a folder that must be there, and returns its id, which overwriting does not change.</summary>
    /// <param name="exists">The refusal when something is there and must stay.</param>
    public long Store(string folder, WorkspaceContent content, bool overwrite, Func<string, JObject, ApiError> exists) =>
        Store(folder, content, new StoredBytes(state.PutBlob(content.Bytes), content.Bytes.LongLength), overwrite, exists);

    /// <summary>Puts a file into a folder as <c>Store</c> does, without holding it in memory.</summary>
    public long StoreFile(string path, BodyPart file, bool overwrite)
    {
        var stored = new StoredBytes(state.PutBlob(file.CopyTo), file.Length);
        var content = WorkspaceContent.File(TreePath.Name(path), []);
        return Store(TreePath.Parent(path), content, stored, overwrite, (taken, _) => Exists(taken));
    }

    private long Store(
        string folder,
        WorkspaceContent content,
        StoredBytes stored,
        bool overwrite,
        Func<string, JObject, ApiError> exists
    )
    {
        var path = TreePath.Join(folder, content.Name);
        lock (tree.Gate)
        {
            CheckFolder(folder);
            var existing = tree.Get(path);
            if (existing is not null && (!overwrite || IsFolder(existing)))
                throw exists(path, existing);
            if (existing is not null && (string?)existing["object_type"] != content.ObjectType)
                throw ApiError.Exists($"Node named '{content.Name}' already exists");

            var node = NewNode(content.ObjectType, state.Now);
            if (existing is not null)
            {
                node["object_id"] = existing["object_id"];
                node["created_at"] = existing["created_at"];

                // Two imports within a millisecond shall not look like one to those who watch for changes.
                node["modified_at"] = Math.Max(state.Now, (long)existing["modified_at"]! + 1);
            }

            if (content.Language is { } language)
                node["language"] = language.Name;
            else
                node["size"] = stored.Length;
            node["stored_as"] = content.StoredAs;
            node["blob"] = stored.Blob;
            tree.Put(path, node);
            return (long)node["object_id"]!;
        }
    }

    /// <summary>Says who is told when something of that type, which it has put here, is deleted with its file or its folder.</summary>
    /// <param name="deleted">Gets its id, and who deleted it.</param>
    public void Own(string type, Action<string, Principal> deleted) => owners[type] = deleted;

    /// <summary>
    /// Shows in the tree what another API keeps, such as a dashboard, under a file name: it takes that name, and has no content here.
    /// </summary>
    /// <remarks>That API keeps it after this, which may be refused.</remarks>
    /// <param name="before">The path that it had until now; null when it is new.</param>
    /// <exception cref="ApiError">404 when its folder is not there, 400 when something else has the name.</exception>
    public void PutTwin(string path, string type, string id, string? before)
    {
        lock (tree.Gate)
        {
            CheckFolder(TreePath.Parent(path));
            if (path != before && tree.Get(path) is not null)
                throw ApiError.Exists($"Node named '{TreePath.Name(path)}' already exists");

            var node = (before is null ? null : tree.Get(before)) ?? NewNode(type, state.Now);
            if (before is not null)
                tree.Remove(before);
            tree.Put(path, new JObject(node) { ["resource_id"] = id, ["modified_at"] = state.Now });
        }
    }

    /// <summary>Takes it out again, unless something else has its place by now.</summary>
    public void RemoveTwin(string path, string id)
    {
        lock (tree.Gate)
            if ((string?)tree.Get(path)?["resource_id"] == id)
                tree.Remove(path);
    }

    public bool IsTaken(string path) => Find(path) is not null;

    /// <exception cref="ApiError">404 when the folder that is to hold something is not there.</exception>
    public void CheckFolder(string folder)
    {
        if (Find(folder) is not { } node || !IsFolder(node))
            throw ApiError.Missing($"The parent folder ({folder}) does not exist.");
    }

    public void Delete(string path, string asked, bool recursive, Principal caller)
    {
        List<JObject> twins;
        lock (tree.Gate)
        {
            if ((bool?)Get(path, asked)["protected"] == true)
                throw ApiError.Of(400, "DIRECTORY_PROTECTED", $"Folder ({path}) is protected");
            if (!recursive && tree.HasChildren(path))
                throw ApiError.Of(400, "DIRECTORY_NOT_EMPTY", $"Folder ({path}) is not empty");

            twins = [.. tree.Subtree(path).Select(entry => entry.Value).Where(node => node["resource_id"] is not null)];
            tree.Remove(path);
        }

        // Outside of the lock: their owners hold their own when they come here.
        foreach (var twin in twins)
            if (owners.TryGetValue((string)twin["object_type"]!, out var deleted))
                deleted((string)twin["resource_id"]!, caller);
    }

    public static bool HasContent(JObject node) => node["blob"] is not null;

    public WorkspaceContent Read(string path, JObject node) =>
        new(
            TreePath.Name(path),
            state.Blob((string?)node["blob"] ?? throw ApiError.InvalidParameter($"{path} cannot be exported.")),
            NotebookLanguage.Find((string?)node["language"]),
            (string)node["stored_as"]!
        );

    /// <summary>Where the object of that id is; null when there is none.</summary>
    public string? PathOf(string id)
    {
        lock (tree.Gate)
            return tree.Subtree("/").FirstOrDefault(entry => IdOf(entry.Value) == id).Key;
    }

    public static string IdOf(JObject node) => ((long)node["object_id"]!).ToString(CultureInfo.InvariantCulture);

    private static JObject NewFolder(long now, bool isProtected = false)
    {
        var folder = NewNode("DIRECTORY", now);
        if (isProtected)
            folder["protected"] = true;

        return folder;
    }

    private static JObject NewNode(string type, long now) =>
        new()
        {
            ["object_type"] = type,
            ["object_id"] = CloudState.NewId(),
            ["created_at"] = now,
            ["modified_at"] = now,
        };

    private sealed record StoredBytes(string Blob, long Length);
}
