using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Knows what names an object: the jobs that run on a cluster, the clusters that start with a script.</summary>
internal sealed class Uses
{
    /// <summary>Users by what they name: an id, or a path without what may stand before it.</summary>
    private readonly Dictionary<string, HashSet<string>> byText = new(StringComparer.Ordinal);

    private readonly Dictionary<(string Kind, string Name), HashSet<string>> byName = [];

    /// <summary>What the workspace holds names ids and places.</summary>
    public void Add(string user, JObject state)
    {
        foreach (var value in state.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String))
            Add(byText, Plain((string)value!), user);
    }

    /// <summary>What Git declares names names as well.</summary>
    public void Add(Declaration declaration)
    {
        Add(declaration.Asset, declaration.Content);
        foreach (var reference in References.In(declaration.Kind, declaration.Content))
            Add(byName, (reference.To, reference.Value), declaration.Asset);
    }

    /// <returns>As kind and name, in ordinal order; never the object itself.</returns>
    public IReadOnlyList<string> Of(string kind, LiveAsset asset) =>
        [.. (byText.GetValueOrDefault(Plain(asset.Id)) ?? []).Union(byName.GetValueOrDefault((kind, asset.Name)) ?? [])
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
