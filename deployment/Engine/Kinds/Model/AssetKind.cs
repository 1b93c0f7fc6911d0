using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind of asset: how it is declared, compared, listed and written.</summary>
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

    /// <summary>Checks a declaration after the environment's changes to it; file kinds have nothing to check.</summary>
    public virtual void CheckRead(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings) { }

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

    /// <summary>The declaration of an object: its state without what the service sets or fills in.</summary>
    /// <param name="left">Receives the paths that were left out.</param>
    public virtual JObject ToDeclaration(LiveAsset live, ICollection<string> left) => DeclarableFields.Of(live.State, Rules, left);

    /// <summary>Reads objects that an earlier deployment wrote by their ids, declared or not.</summary>
    /// <param name="listed">All objects of the kind, where the kind can list them.</param>
    public abstract Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    );

    /// <summary>Describes the form of an id; null when this id has it.</summary>
    public virtual string? ExpectedIdForm(string id) => null;

    /// <summary>Whether the object can be reached with the current settings of the environment.</summary>
    public virtual bool IsReachable(string id) => true;

    /// <summary>
    /// Whether the file is in the folder of the environment's current settings; always true for kinds with ids.
    /// </summary>
    public virtual bool IsInConfiguredFolder(string id) => true;

    /// <summary>Why the object is busy; null when it may be deleted.</summary>
    public virtual Task<string?> BusyAsync(string id, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Called once before the first write with all creations, for example to create folders.</summary>
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
    /// A minimal and harmless object of that name, for an asset that refers to itself or is in a cycle of references.
    /// </summary>
    public virtual JObject Stub(Declaration declaration) => throw new NotSupportedException($"{Name} cannot name each other.");

    /// <summary>The request of an update, with fields that the service filled in at creation and would remove if left out.</summary>
    /// <param name="held">The current state of the object.</param>
    public virtual JObject MergeServerState(JObject wanted, JObject held) => wanted;

    /// <summary>The state in the shape that the declaration uses, where a service accepts several for one thing.</summary>
    public virtual JObject InShapeOf(JObject declared, JObject state) => state;

    /// <summary>The other tool that deploys this object, with an article; null when nothing says that there is one.</summary>
    public virtual string? ManagedBy(JObject state) => null;

    /// <summary>The path of a declared file in the workspace, for references to it; null for kinds that have ids.</summary>
    public virtual string? PathOf(Declaration declaration) => null;
}

/// <summary>A declaration that was just written, with the references as they were sent.</summary>
public sealed record WrittenAsset(Declaration Declaration, string Id, JObject Sent);
