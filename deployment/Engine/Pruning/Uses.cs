using Layercake.Engine.Kinds;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Knows what names an object: the jobs that run on a cluster, the clusters that start with a script.</summary>
internal sealed class Uses
{
    /// <summary>Users by what they name: an id, or a path without what may stand before it.</summary>
    private readonly Dictionary<string, HashSet<string>> byText = new(StringComparer.Ordinal);

    /// <summary>Users by what they refer to: a name in Git, an id in the workspace, which may be a number.</summary>
    private readonly Dictionary<(string Kind, string Value), HashSet<string>> byReference = [];

    /// <param name="user">As kind and name.</param>
    /// <param name="content">What Git declares of it, or what the workspace holds.</param>
    public void Add(string kind, string user, JObject content)
    {
        foreach (var value in content.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String))
            Add(byText, Plain((string)value!), user);

        foreach (var reference in References.In(kind, content))
            Add(byReference, (reference.To, reference.Value), user);
    }

    /// <returns>As kind and name, in ordinal order; never the object itself.</returns>
    public IReadOnlyList<string> Of(string kind, LiveAsset asset) =>
        [.. new[] { byText.GetValueOrDefault(Plain(asset.Id)), byReference.GetValueOrDefault((kind, asset.Id)), byReference.GetValueOrDefault((kind, asset.Name)) }
            .OfType<HashSet<string>>().SelectMany(users => users).Distinct(StringComparer.Ordinal)
            .Where(user => user != $"{kind}.{asset.Name}").Order(StringComparer.Ordinal)];

    private static void Add<TKey>(Dictionary<TKey, HashSet<string>> users, TKey key, string user)
        where TKey : notnull
    {
        if (!users.TryGetValue(key, out var all))
            users[key] = all = new HashSet<string>(StringComparer.Ordinal);

        all.Add(user);
    }

    private static string Plain(string path)
    {
        var plain = path.StartsWith("dbfs:/", StringComparison.Ordinal) ? path[5..] : path;
        return plain.StartsWith("/Workspace/", StringComparison.Ordinal) ? plain["/Workspace".Length..] : plain;
    }
}
