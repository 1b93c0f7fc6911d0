using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// The declaration half of a kind of asset: how it is declared, checked and compared. It needs no workspace; the
/// <see cref="RemoteKind"/> of the same name lists and writes.
/// </summary>
/// <param name="name">The folder in Git, which is also how plans and messages name the kind: <c>clusters</c>.</param>
/// <param name="noun">One of them, for sentences: <c>cluster</c>.</param>
internal abstract class AssetKind(string name, string noun)
{
    public string Name { get; } = name;

    public string Noun { get; } = noun;

    public abstract FieldRules Rules { get; }

    /// <summary>The field of a declaration that holds its name; null for kinds whose assets are files.</summary>
    public virtual string? NameField => null;

    /// <summary>Whether an object is a file of its name in the workspace, so that no name can have a slash.</summary>
    public virtual bool IsNameOfFile => false;

    /// <summary>The field of a declaration that holds tags by name; null for kinds without any.</summary>
    public virtual string? TagsField => null;

    /// <summary>The list of pairs of <c>key</c> and <c>value</c> in <see cref="TagsField"/>; null where tags stand there by name.</summary>
    public virtual string? TagsList => null;

    /// <summary>What a declaration has in this environment where neither it nor an overlay says it.</summary>
    public virtual IReadOnlyList<(string Field, JToken Value)> Defaults => [];

    /// <summary>Reads what Git declares, without any network, and reports what cannot be read.</summary>
    public abstract IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings);

    /// <summary>Checks a declaration after the environment's changes to it; file kinds have nothing to check.</summary>
    public virtual void CheckRead(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings) { }

    /// <summary>Brings what can be written in several ways to the one in which it is compared, in place.</summary>
    public virtual void Unify(Declaration declaration) { }

    /// <summary>The declaration with the place that its object has in the workspace, where it says so otherwise or not at all.</summary>
    public virtual Declaration Placed(Declaration declaration) => declaration;

    /// <summary>The declaration as it is compared, when the paths in it are those of the workspace.</summary>
    public virtual Declaration Settled(Declaration declaration) => declaration;

    /// <summary>The declaration of an object: its state without what the service sets or fills in.</summary>
    /// <param name="left">Receives the paths that were left out.</param>
    public virtual JObject ToDeclaration(LiveAsset live, ICollection<string> left) => DeclarableFields.Of(live.State, Rules, left);

    /// <summary>What is left to do before a new file of an export can be deployed, as whole sentences.</summary>
    public virtual IEnumerable<string> ToDoAfterExport(JObject document) => [];

    /// <summary>Describes the form of an id; null when this id has it.</summary>
    public virtual string? ExpectedIdForm(string id) => null;

    /// <summary>Whether the object can be reached with the current settings of the environment.</summary>
    public virtual bool IsReachable(string id) => true;

    /// <summary>
    /// Whether the file is in the folder of the environment's current settings; always true for kinds with ids.
    /// </summary>
    public virtual bool IsInConfiguredFolder(string id) => true;

    /// <summary>The state in the shape that the declaration uses, where a service accepts several for one thing.</summary>
    /// <param name="last">What was declared at the last deployment; null at the first.</param>
    public virtual JObject InShapeOf(JObject declared, JObject state, JObject? last = null) => state;

    /// <summary>What is remembered of a state, to see what changes by hand later.</summary>
    public virtual JObject BaselineOf(JObject declared, JObject state) => state;

    /// <summary>Whether the field gets another value at the service by its nature, which is nothing to warn of.</summary>
    public virtual bool BecomesOther(Declaration declaration, string path) => false;

    /// <summary>What a state holds beside the declaration and keeps, in words; empty where nothing can be beside it.</summary>
    /// <param name="last">What the last deployment recorded; null at the first.</param>
    public virtual IReadOnlyList<string> Kept(JObject declared, JObject state, ManifestEntry? last) => [];

    /// <summary>
    /// What was declared at the last deployment, but for what is not taken back when it leaves Git, since someone else has changed it.
    /// </summary>
    public virtual JObject LastDeclared(ManifestEntry last, JObject state) => last.Declared;

    /// <summary>What the Permissions API calls these objects; null when they have no permissions of their own.</summary>
    public virtual PermissionType? Permissions => null;

    /// <summary>
    /// Its assets are parts of other objects, such as their permissions. They are selected, deployed and removed with these.
    /// </summary>
    public virtual bool IsPart => false;

    /// <summary>
    /// Its assets are actions: what is deployed is that each was carried out. One is carried out when its declaration changed, when
    /// something that it belongs to is written, and when the last time did not come to its end.
    /// </summary>
    public virtual bool RunsOnChange => false;

    /// <summary>Objects lie in folders, and a name is unique in its folder alone.</summary>
    public virtual bool HasFolders => false;

    /// <summary>Fields whose text is shown to everyone who may see the object, so that they can hold no secret.</summary>
    public virtual IReadOnlyList<string> Readable => [];

    /// <summary>Why it is changed when nothing but the workspace is other than it was.</summary>
    public virtual string ChangedElsewhere => "changed in the workspace since the last deployment";

    /// <summary>What a plan says below these changes of an object that stays the same.</summary>
    public virtual IReadOnlyList<string> Notes(IReadOnlyList<FieldChange> fields) => [];

    /// <summary>The other tool that deploys this object, with an article; null when nothing says that there is one.</summary>
    public virtual string? ManagedBy(JObject state) => null;

    /// <summary>Whether an export reads the place in which the object of this name is.</summary>
    public virtual bool IsExported(string name) => true;

    /// <summary>
    /// What happens when an asset gets another name in Git and its object cannot get one, as a clause; null where the object can.
    /// </summary>
    public virtual string? InsteadOfRename => null;

    /// <summary>
    /// What the manifest calls an object in whose place another is made, which stays until a prune finds that nothing names it; null where
    /// it is deleted.
    /// </summary>
    public virtual string? NameOfEarlier(ManifestEntry entry) => null;

    /// <summary>The path of a declared file in the workspace, for references to it; null for kinds that have ids.</summary>
    public virtual string? PathOf(Declaration declaration) => null;
}
