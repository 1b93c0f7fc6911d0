using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Finds what refers to an object: the jobs that run on a cluster, the clusters that start with a script.</summary>
internal sealed class ReferenceFinder
{
    /// <summary>Users by the text that they hold: an id, or a path without its prefix.</summary>
    private readonly Dictionary<string, HashSet<ReferencingObject>> byText = new(StringComparer.Ordinal);

    /// <summary>Users by the folder of which they use all that is in it, as a path without its prefix.</summary>
    private readonly Dictionary<string, HashSet<ReferencingObject>> byFolder = new(StringComparer.Ordinal);

    /// <summary>Users by what they refer to: a name in Git, or an id in the workspace (text or number).</summary>
    private readonly Dictionary<(string Kind, string Value), HashSet<ReferencingObject>> byReference = [];

    /// <summary>The references that Git declares, and those that the workspace holds.</summary>
    public static ReferenceFinder Of(PruneContext context)
    {
        var references = new ReferenceFinder();
        var matches = context.Planned.Known.Matches;
        foreach (var declaration in context.Declared.Declarations)
        {
            var id = matches.GetValueOrDefault(declaration.Asset)?.Live?.Id;
            references.Add(new ReferencingObject(declaration.Kind, declaration.Name, id), declaration.Content);
        }

        // The plan writes before it deletes, so for these objects only the references in Git count.
        var written = context.Planned.Plan.Writes.Select(change => (change.Kind, change.Id)).ToHashSet();
        var declared = context
            .Declared.Declarations.Select(declaration => (declaration.Kind, matches.GetValueOrDefault(declaration.Asset)?.Live?.Id))
            .ToHashSet();
        foreach (var (kind, assets) in context.Live)
            foreach (var asset in assets.Where(asset => !written.Contains((kind, asset.Id))))
            {
                var user = new ReferencingObject(kind, asset.Name, asset.Id);
                references.Add(user, asset.State);

                // Whoever takes a file of a folder out of Git knows what Git declares of the folder, and not what others use it for.
                if (!declared.Contains((kind, asset.Id)))
                    references.AddFolders(user, asset.State);
            }

        return references;
    }

    /// <param name="content">What Git declares of the user, or what the workspace holds.</param>
    public void Add(ReferencingObject user, JObject content)
    {
        foreach (var value in content.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String))
            Add(byText, WorkspacePath.Plain((string)value!), user);

        foreach (var (_, path) in PathsIn(user, content))
            Add(byText, WorkspacePath.Plain(path), user);

        foreach (var reference in AssetReferences.In(user.Kind, content))
            Add(byReference, (reference.To, reference.Value), user);

        foreach (var named in NamesInText.In(user.Kind, content))
            Add(byReference, named, user);
    }

    private void AddFolders(ReferencingObject user, JObject content)
    {
        foreach (var (_, path) in PathsIn(user, content).Where(found => found.Rule.Wanted.HasFlag(PathTarget.Folder)))
            Add(byFolder, WorkspacePath.Plain(path).TrimEnd('/'), user);
    }

    private static IEnumerable<(PathRule Rule, string Path)> PathsIn(ReferencingObject user, JObject content) =>
        from rule in ReferenceTable.Paths
        where rule.Kind == user.Kind
        from token in rule.In(content)
        let path = rule.Form.PathIn(token)
        where path is not null
        select (rule, path);

    /// <returns>In ordinal order of their names, without the object itself.</returns>
    public IReadOnlyList<ReferencingObject> UsersOf(string kind, LiveAsset asset) =>
        [
            .. ((HashSet<ReferencingObject>?[])
            [
                byText.GetValueOrDefault(WorkspacePath.Plain(asset.Id)),
                byReference.GetValueOrDefault((kind, asset.Id)),
                byReference.GetValueOrDefault((kind, asset.Name)),
                .. FoldersOf(WorkspacePath.Plain(asset.Id)).Select(folder => byFolder.GetValueOrDefault(folder)),
            ])
                .OfType<HashSet<ReferencingObject>>()
                .SelectMany(users => users)
                .Distinct()
                .Where(user => (user.Kind, user.Id) != (kind, asset.Id))
                .OrderBy(user => user.Asset, StringComparer.Ordinal)
                .ThenBy(user => user.Id, StringComparer.Ordinal),
        ];

    /// <summary>The folders that a path is in, from the inside out; none where it is no path.</summary>
    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var end = path.LastIndexOf('/'); path.StartsWith('/') && end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<ReferencingObject>> users, TKey key, ReferencingObject user)
        where TKey : notnull
    {
        if (!users.TryGetValue(key, out var all))
            users[key] = all = [];

        all.Add(user);
    }
}

/// <summary>An object that refers to another. Two objects may have the same name, so the id identifies it.</summary>
/// <param name="Id">Null for a declaration whose object is not in the workspace yet.</param>
internal sealed record ReferencingObject(string Kind, string Name, string? Id)
{
    public string Asset => AssetId.Of(Kind, Name);
}
