using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>All that the engine knows of a kind of asset: how it is declared, compared, listed and written.</summary>
/// <param name="name">The folder in Git, which is also how plans and messages name the kind: <c>clusters</c>.</param>
/// <param name="noun">One of them, for sentences: <c>cluster</c>.</param>
public abstract class AssetKind(string name, string noun)
{
    public string Name { get; } = name;

    public string Noun { get; } = noun;

    public abstract FieldRules Rules { get; }

    /// <summary>The field of a declaration that holds its name; null for kinds whose assets are files.</summary>
    public virtual string? NameField => null;

    /// <summary>The field of a declaration that holds tags by name; null for kinds without any.</summary>
    public virtual string? TagsField => null;

    /// <summary>Reads what Git declares, without any network, and reports what cannot be read.</summary>
    public abstract IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings);

    /// <summary>Checks what Git declares, as the environment has made it; file kinds have nothing left to check.</summary>
    public virtual void CheckRead(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings) { }

    /// <summary>What the workspace holds; file kinds answer for the declared paths only.</summary>
    /// <param name="declared">What Git declares of this kind.</param>
    /// <param name="remembered">What each object looked like after our last write, by id: spares reading content that did not change
    /// since.</param>
    public abstract Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    );

    /// <summary>What the workspace holds of assets just written: the baseline that later deployments compare with.</summary>
    public abstract Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct);

    /// <summary>All that the workspace holds of this kind and that belongs into Git, whether it is declared or not.</summary>
    /// <param name="declared">What Git declares of this kind already.</param>
    public abstract Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct);

    /// <summary>What a declaration of the object needs to say: its state without what the service sets or fills in by itself.</summary>
    /// <param name="left">Is told the paths that were left out.</param>
    public virtual JObject ToDeclaration(LiveAsset live, ICollection<string> left) => DeclarableFields.Of(live.State, Rules, left);

    /// <summary>What the workspace holds of assets that an earlier deployment wrote, by their ids, whatever Git declares now.</summary>
    /// <param name="listed">All objects of the kind, where the kind can list them.</param>
    public abstract Task<ObjectsById> GetByIdsAsync(IReadOnlyList<ManifestEntry> entries, IReadOnlyList<LiveAsset> listed, CancellationToken ct);

    /// <summary>What an id of the kind has to be; null when this one is.</summary>
    public virtual string? ExpectedIdForm(string id) => null;

    /// <summary>Whether the environment, as it is set now, leads to where an object of that id is.</summary>
    public virtual bool IsReachable(string id) => true;

    /// <summary>
    /// Whether the object is where the environment, as it is set now, puts the kind's files; kinds with ids are nowhere else.
    /// </summary>
    public virtual bool IsInConfiguredFolder(string id) => true;

    /// <summary>What the object is in the middle of, in words; null when it may go.</summary>
    public virtual Task<string?> BusyAsync(string id, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Called once before the first write, with all that will be created: the place for folders.</summary>
    public virtual Task PrepareAsync(IReadOnlyList<Declaration> creations, CancellationToken ct) => Task.CompletedTask;

    /// <param name="nonce">32 hexadecimal digits, the same whenever the same creation is tried again: the idempotency token where the
    /// service takes one.</param>
    /// <returns>The new object's id.</returns>
    public abstract Task<string> CreateAsync(Declaration declaration, JObject wanted, string nonce, CancellationToken ct);

    public abstract Task UpdateAsync(string id, Declaration declaration, JObject wanted, CancellationToken ct);

    public abstract Task DeleteAsync(string id, CancellationToken ct);

    /// <summary>Deletes a folder in which no file is left, with the empty folders below it; for kinds whose assets are files.</summary>
    public virtual Task DeleteEmptyFolderAsync(string path, CancellationToken ct) =>
        throw new NotSupportedException($"{Name} are in no folders.");

    /// <summary>
    /// The least that can be created of an asset that names itself, or is in a circle with others of its kind: harmless, and found by its
    /// name.
    /// </summary>
    public virtual JObject Stub(Declaration declaration) => throw new NotSupportedException($"{Name} cannot name each other.");

    /// <summary>What an update sends, where leaving out what the service filled in at the creation would take it away.</summary>
    /// <param name="held">What the object holds until now.</param>
    public virtual JObject MergeServerState(JObject wanted, JObject held) => wanted;

    /// <summary>The state in the shape that the declaration uses, where a service accepts several for one thing.</summary>
    public virtual JObject InShapeOf(JObject declared, JObject state) => state;

    /// <summary>Where in the workspace a declared file ends up, so that others may refer to it; null for kinds that have ids.</summary>
    public virtual string? PathOf(Declaration declaration) => null;
}

/// <summary>A declaration that was just written, with the references as they were sent.</summary>
public sealed record WrittenAsset(Declaration Declaration, string Id, JObject Sent);
