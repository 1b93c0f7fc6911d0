using System.Collections.Concurrent;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Finds the ids of all objects that declarations may name, including those that this run created.</summary>
internal sealed class IdResolver
{
    private readonly ConcurrentDictionary<(string Kind, string Name), string> ids = new();
    private readonly ConcurrentDictionary<(string Kind, string Id), string> current = new();

    /// <param name="unresolved">Assets, as kind and name, whose names stay.</param>
    public IdResolver(PlannedDeployment planned, IReadOnlySet<string>? unresolved = null)
    {
        foreach (var (kind, assets) in planned.Live)
            foreach (var asset in assets.Where(asset => unresolved?.Contains(AssetId.Of(kind, asset.Name)) != true))
            {
                ids.TryAdd((kind, asset.Name), asset.Id);
                current[(kind, asset.Id)] = asset.Id;
            }
    }

    /// <param name="instead">The id of the object that this one replaces.</param>
    public void Add(string kind, string name, string id, string? instead = null)
    {
        ids[(kind, name)] = id;
        if (instead is not null)
            current[(kind, instead)] = id;
    }

    /// <summary>The declaration as it is sent: every name replaced by its id.</summary>
    /// <remarks>The long form is a name, even where something else has it as its id; and so is that of the object of a part.</remarks>
    public JObject WithIds(string kind, JObject content) =>
        AssetReferences.Translate(
            kind,
            content,
            reference =>
                (reference.IsMarked || reference.IsOwn ? ids.GetValueOrDefault((reference.To, reference.Value)) : null)
                ?? (reference.IsOwn ? null : current.GetValueOrDefault((reference.To, reference.Value)))
                ?? ids.GetValueOrDefault((reference.To, reference.Value))
                ?? reference.Value
        );
}
