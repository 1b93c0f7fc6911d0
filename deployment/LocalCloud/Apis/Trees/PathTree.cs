using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Trees;

/// <summary>A table whose keys are paths, with every folder's children at hand so that a listing reads nothing else.</summary>
/// <remarks>Whoever changes the table changes it here: a second tree of the same table would not hear of it.</remarks>
/// <param name="table">Callers hold its gate around every use of the tree.</param>
/// <param name="seed">What a new tree holds, the root first.</param>
internal sealed class PathTree(Table table, Func<IEnumerable<KeyValuePair<string, JObject>>> seed)
{
    private Dictionary<string, SortedSet<string>>? children;

    public Lock Gate => table.Gate;

    public JObject? Get(string path)
    {
        Index();
        return table.Get(path);
    }

    /// <summary>What is directly in a folder, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, JObject>> Children(string folder) =>
        Index().TryGetValue(folder, out var names)
            ? [.. names.Select(name => TreePath.Join(folder, name)).Select(path => KeyValuePair.Create(path, table.Get(path)!))]
            : [];

    public bool HasChildren(string folder) => Index().TryGetValue(folder, out var names) && names.Count > 0;

    /// <summary>The path and all that is below it, folders before their content.</summary>
    public IReadOnlyList<KeyValuePair<string, JObject>> Subtree(string path)
    {
        var found = new List<KeyValuePair<string, JObject>>();
        if (Get(path) is { } top)
            found.Add(KeyValuePair.Create(path, top));
        for (var i = 0; i < found.Count; i++)
            found.AddRange(Children(found[i].Key));

        return found;
    }

    public void Put(string path, JObject node)
    {
        var index = Index();
        table.Put(path, node);
        Link(index, path);
    }

    /// <summary>Removes the path and all that is below it.</summary>
    public void Remove(string path)
    {
        var index = Index();
        foreach (var (gone, _) in Subtree(path).Reverse())
        {
            table.Remove(gone);
            index.Remove(gone);
        }

        if (index.TryGetValue(TreePath.Parent(path), out var siblings))
            siblings.Remove(TreePath.Name(path));
    }

    private Dictionary<string, SortedSet<string>> Index()
    {
        // Without its root the table is new or was cleared, so whatever the index says is out of date.
        var known = table.Get("/") is not null;
        if (children is not null && known)
            return children;

        if (!known)
            foreach (var (path, node) in seed())
                table.Put(path, node);

        var fresh = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (path, _) in table.All())
            Link(fresh, path);

        return children = fresh;
    }

    private static void Link(Dictionary<string, SortedSet<string>> index, string path)
    {
        if (path == "/")
            return;

        var folder = TreePath.Parent(path);
        if (!index.TryGetValue(folder, out var names))
            index[folder] = names = new SortedSet<string>(StringComparer.Ordinal);
        names.Add(TreePath.Name(path));
    }
}
