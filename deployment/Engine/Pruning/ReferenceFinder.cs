using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Knows what names an object: the jobs that run on a cluster, the clusters that start with a script.</summary>
internal sealed class ReferenceFinder
{
    /// <summary>Users by what they name: an id, or a path without what may stand before it.</summary>
    private readonly Dictionary<string, HashSet<ReferencingObject>> byText = new(StringComparer.Ordinal);

    /// <summary>Users by what they refer to: a name in Git, an id in the workspace, which may be a number.</summary>
    private readonly Dictionary<(string Kind, string Value), HashSet<ReferencingObject>> byReference = [];

    /// <param name="content">What Git declares of it, or what the workspace holds.</param>
    public void Add(ReferencingObject user, JObject content)
    {
        foreach (var value in content.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String))
            Add(byText, Plain((string)value!), user);

        foreach (var reference in AssetReferences.In(user.Kind, content))
            Add(byReference, (reference.To, reference.Value), user);
    }

    /// <returns>In ordinal order of their names; never the object itself.</returns>
    public IReadOnlyList<ReferencingObject> Of(string kind, LiveAsset asset) =>
        [
            .. new[]
            {
                byText.GetValueOrDefault(Plain(asset.Id)),
                byReference.GetValueOrDefault((kind, asset.Id)),
                byReference.GetValueOrDefault((kind, asset.Name)),
            }
                .OfType<HashSet<ReferencingObject>>()
                .SelectMany(users => users)
                .Distinct()
                .Where(user => (user.Kind, user.Id) != (kind, asset.Id))
                .OrderBy(user => user.Asset, StringComparer.Ordinal)
                .ThenBy(user => user.Id, StringComparer.Ordinal),
        ];

    private static void Add<TKey>(Dictionary<TKey, HashSet<ReferencingObject>> users, TKey key, ReferencingObject user)
        where TKey : notnull
    {
        if (!users.TryGetValue(key, out var all))
            users[key] = all = [];

        all.Add(user);
    }

    private static string Plain(string path)
    {
        var plain = path.StartsWith("dbfs:/", StringComparison.Ordinal) ? path[5..] : path;
        return plain.StartsWith("/Workspace/", StringComparison.Ordinal) ? plain["/Workspace".Length..] : plain;
    }
}

/// <summary>What names another object. Two objects may have one name, so it is known by its id.</summary>
/// <param name="Id">Null for a declaration whose object is not in the workspace yet.</param>
internal sealed record ReferencingObject(string Kind, string Name, string? Id)
{
    public string Asset => $"{Kind}.{Name}";
}
