using System.Collections.Concurrent;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Knows the ids of everything that declarations may name, those created a moment ago included.</summary>
internal sealed class IdBook
{
    private readonly ConcurrentDictionary<(string Kind, string Name), string> ids = new();
    private readonly HashSet<(string Kind, string Id)> known = [];

    public IdBook(PlannedDeployment planned)
    {
        foreach (var (kind, assets) in planned.Live)
            foreach (var asset in assets)
            {
                ids.TryAdd((kind, asset.Name), asset.Id);
                known.Add((kind, asset.Id));
            }
    }

    public void Add(string kind, string name, string id) => ids[(kind, name)] = id;

    public string? Find(string kind, string name) => ids.GetValueOrDefault((kind, name));

    /// <summary>The declaration as it is sent: every name replaced by its id.</summary>
    public JObject WithIds(string kind, JObject content) => References.Translate(kind, content, reference =>
        known.Contains((reference.To, reference.Value)) ? null : ids.GetValueOrDefault((reference.To, reference.Value)));
}
