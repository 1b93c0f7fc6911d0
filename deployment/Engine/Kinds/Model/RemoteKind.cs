using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// The remote half of a kind of asset: how its objects are listed, read and written. What not every kind can do is an interface:
/// <see cref="IUpdatable"/>, <see cref="IStoppable"/>, <see cref="IBusy"/>, <see cref="IHoldsData"/>, <see cref="IWaits"/>,
/// <see cref="ITrash"/>, <see cref="IFolders"/>, <see cref="IHasContent"/>.
/// </summary>
internal abstract class RemoteKind
{
    /// <summary>The declaration half.</summary>
    public abstract AssetKind Kind { get; }

    public string Name => Kind.Name;

    public string Noun => Kind.Noun;

    public FieldRules Rules => Kind.Rules;

    /// <summary>All calls by which objects of this kind are written. Another one is refused before it is sent.</summary>
    public abstract WriteCalls Calls { get; }

    /// <summary>The objects of the workspace; file kinds list only the declared paths.</summary>
    /// <param name="declared">What Git declares of this kind.</param>
    /// <param name="remembered">The state of each object after the last write, by id, so that unchanged content is not read again.</param>
    public abstract Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    );

    /// <summary>The state of assets that were just written: the baseline for later deployments.</summary>
    public abstract Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct);

    /// <summary>All objects of this kind that can be declared in Git, declared or not.</summary>
    /// <param name="declared">What Git declares of this kind already.</param>
    public abstract Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct);

    /// <summary>Reads objects that an earlier deployment wrote by their ids, declared or not.</summary>
    /// <param name="listed">All objects of the kind, where the kind can list them.</param>
    public abstract Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    );

    /// <summary>Called once before the first write with all creations, for example to create folders.</summary>
    public virtual Task PrepareAsync(IReadOnlyList<Declaration> creations, CancellationToken ct) => Task.CompletedTask;

    /// <returns>The new object's id.</returns>
    public abstract Task<string> CreateAsync(AssetWrite write, CancellationToken ct);

    public abstract Task DeleteAsync(string id, CancellationToken ct);
}

/// <summary>A declaration that was just written, with the references as they were sent.</summary>
internal sealed record WrittenAsset(Declaration Declaration, string Id, JObject Sent);
