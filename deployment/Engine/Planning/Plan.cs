using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>What a deployment does about an asset.</summary>
public enum ChangeAction
{
    None,
    Create,
    Update,
    Recreate,
    Delete,
}

/// <summary>What a deployment would do to a workspace, in the order in which it is shown; data only.</summary>
public sealed record Plan
{
    public required string Environment { get; init; }

    public required Uri Workspace { get; init; }

    /// <summary>The Git commit of the assets; null outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>
    /// One for each declaration of the selected kinds, unchanged ones included, by kind in order of deployment and then by name; then what
    /// Git does not declare.
    /// </summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>Assets, as kind and name, that an earlier deployment made and Git declares no more, where this plan leaves them.</summary>
    public IReadOnlyList<string> NoLongerInGit { get; init; } = [];

    /// <summary>Assets, as kind and name, that were deployed once and that neither Git nor the workspace has any more.</summary>
    public IReadOnlyList<string> Forgotten { get; init; } = [];

    /// <summary>Assets, as kind and name, whose objects are stopped: those that are written, each once it is, and those that an earlier
    /// deployment left running.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Why a person has to approve the plan in CI; empty when nobody has to.</summary>
    public IReadOnlyList<ApprovalReason> Approval { get; init; } = [];

    /// <summary>The classes of changes that a person has to approve, as the environment sets them: <c>["delete:*"]</c>; null where it sets
    /// none.</summary>
    public string? Approve { get; init; }

    public bool NeedsApproval => Approval.Count > 0;

    /// <summary>All that the deployment made goes, whatever Git declares, and its record when nothing of it is left.</summary>
    public bool Destroys { get; init; }

    /// <summary>The environment's lock, which keeps the plan from being carried out while it counts; null when there is none.</summary>
    public FoundLock? Lock { get; init; }

    public IEnumerable<Change> Writes => Changes.Where(change => change.Action != ChangeAction.None);

    /// <summary>What was there before it was recorded here, and is looked after from Git from now on.</summary>
    public IEnumerable<Change> Adoptions => Changes.Where(change => change.Adopts);

    /// <summary>With what whoever deploys may find to be different, and whoever plans could not compare.</summary>
    public IEnumerable<Change> PossibleWrites => Changes.Where(change => change.MayBeWritten);

    /// <summary>Users come before what they use; all come after the other writes, but for those that a write waits for.</summary>
    public IEnumerable<Change> Deletions => Changes.Where(change => change.Action == ChangeAction.Delete);

    /// <summary>Objects that are gone when the plan has been carried out: deleted, or deleted and made anew.</summary>
    public IEnumerable<Change> Losses => Changes.Where(change => change.IsLoss);

    /// <summary>What may not be looked at, so that nobody knows what to do about it: a deployment says so and fails.</summary>
    public IEnumerable<Change> Unknown => Changes.Where(change => change.IsUnknown);

    /// <summary>Whether it is stopped because this plan writes it.</summary>
    public bool IsStoppedOnceWritten(string asset) =>
        PossibleWrites.Any(change => change.Asset == asset && change.Action != ChangeAction.Delete);

    public bool IsEmpty => !Writes.Any();
}

/// <summary>What happens to one asset, and why.</summary>
public sealed record Change
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>One clause in plain words: <c>not in the workspace</c>, <c>node_type_id changed</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The object's id in the workspace; null when it is to be created. Of a file that moves it is the old place.</summary>
    public string? Id { get; init; }

    /// <summary>Where it is declared, relative to the assets' root; null for a deletion.</summary>
    public string? File { get; init; }

    /// <summary>Digest of the declaration.</summary>
    public string? Declaration { get; init; }

    /// <summary>Digest of what the workspace held when the plan was made; null when it held nothing.</summary>
    public string? Fingerprint { get; init; }

    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>What the workspace holds beside the declaration, and keeps: entries of a permission list that others gave.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What else happens with it, as clauses: what a cluster policy fills in.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Among what is kept is something that left Git: someone else has changed it, so it is not taken back.</summary>
    public bool KeepsWithdrawn { get; init; }

    /// <summary>The secrets that its declaration names, as vault, name and version.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Those of them whose values whoever plans may not read: what the object has in their place is compared by whoever deploys.
    /// </summary>
    public IReadOnlyList<string> Uncompared { get; init; } = [];

    /// <summary>Assets, as kind and name, that must be in place before this one is written.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Assets of which only the stub must be there before this one is written: they are in a cycle with it.</summary>
    public IReadOnlyList<string> AfterStub { get; init; } = [];

    /// <summary>All assets that it depends on: those of <see cref="After"/>, then those of <see cref="AfterStub"/>.</summary>
    public IEnumerable<string> Needs => After.Concat(AfterStub);

    /// <summary>
    /// The stub that is created first because other assets need its id; null when the asset is written in one step.
    /// </summary>
    public Stub? Stub { get; init; }

    /// <summary>The object was there before, made by someone else, and is now looked after from Git.</summary>
    public bool Adopts { get; init; }

    /// <summary>The asset, as kind and name, that its object was deployed as until now; null when it had this name.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>The object stays and gets another name.</summary>
    public bool IsMove => MovedFrom is not null && Action is (ChangeAction.None or ChangeAction.Update);

    /// <summary>Someone changed or removed it in the workspace since the last deployment.</summary>
    public bool Drift { get; init; }

    /// <summary>A deletion: it is not carried out when the object is at work by then.</summary>
    public bool UnlessBusy { get; init; }

    /// <summary>Why nothing is done to the object although a deployment or a prune would; null when that is not so.</summary>
    public string? HeldBack { get; init; }

    /// <summary>
    /// The asset is held back because its object may not be read; the deployment fails for it.
    /// </summary>
    public bool IsUnknown { get; init; }

    /// <summary>It is a permission list that whoever plans may not see, and whoever deploys may.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>Nothing is planned for it, and whoever deploys compares what whoever plans could not.</summary>
    public bool IsLeftToDeployer => Action == ChangeAction.None && (IsUnseen || Uncompared.Count > 0);

    /// <summary>Whether the object is gone then: deleted, or deleted and made anew.</summary>
    public bool IsLoss => Action is ChangeAction.Delete or ChangeAction.Recreate;

    /// <summary>Whether applying the plan may write it.</summary>
    public bool MayBeWritten => Action != ChangeAction.None || IsLeftToDeployer;

    /// <summary>A folder that is empty by then and goes before the file is written; null when there is none.</summary>
    public string? EmptyFolder { get; init; }

    /// <summary>Carrying it out makes an object.</summary>
    public bool IsMade => Action is ChangeAction.Create or ChangeAction.Recreate;

    /// <summary><c>clusters.etl</c></summary>
    public string Asset => AssetId.Of(Kind, Name);
}

/// <summary>The first of the two steps in which an asset of a cycle is created.</summary>
/// <param name="After">Assets outside the cycle that must exist before the stub is created.</param>
public sealed record Stub(IReadOnlyList<string> After);
