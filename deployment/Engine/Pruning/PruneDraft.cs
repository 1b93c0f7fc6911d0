using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>The decisions of a prune so far: what is deleted, what is held back and why, what is gone already.</summary>
internal sealed class PruneDraft
{
    private readonly List<PlannedDeletion> deletions = [];
    private readonly List<Change> heldBack = [];
    private readonly List<string> forgotten = [];
    private readonly List<string> begunAndNotSeen = [];

    public IReadOnlyList<PlannedDeletion> Deletions => deletions;

    public IReadOnlyList<Change> HeldBack => heldBack;

    /// <summary>Assets that the manifest drops, since the workspace has no object of them.</summary>
    public IReadOnlyList<string> Forgotten => forgotten;

    /// <inheritdoc cref="PlannedDeployment.InterruptedCreations"/>
    public IReadOnlyList<string> BegunAndNotSeen => begunAndNotSeen;

    public HashSet<(string Kind, string? Id)> DeletedIds =>
        [.. deletions.Select(deletion => (deletion.Kind.Name, (string?)deletion.Live.Id))];

    public bool HasDecided(string asset) =>
        deletions.Any(deletion => deletion.Asset == asset) || heldBack.Any(change => change.Asset == asset);

    public void Delete(PlannedDeletion deletion) => deletions.Add(deletion);

    public void Forget(string asset) => forgotten.Add(asset);

    /// <summary>For a creation that began a moment ago: the object may exist although a read does not show it yet.</summary>
    public void ForgetUnseen(string asset)
    {
        forgotten.Add(asset);
        begunAndNotSeen.Add(asset);
    }

    public void HoldBack(string kind, string name, string? id, string reason) =>
        heldBack.Add(
            new Change
            {
                Kind = kind,
                Name = name,
                Id = id,
                Action = ChangeAction.None,
                Reason = reason,
                HeldBack = reason,
            }
        );

    public void HoldBack(ManifestEntry entry, string reason) => HoldBack(entry.Kind, entry.Name, entry.Id, reason);

    /// <summary>Drops the decisions about assets that are not selected: their objects stay, and the manifest keeps its entries.</summary>
    public void RestrictTo(AssetSelection only)
    {
        deletions.RemoveAll(deletion => !only.Matches(deletion.Asset));
        heldBack.RemoveAll(change => !only.Matches(change.Asset));
        forgotten.RemoveAll(asset => !only.Matches(asset));
        begunAndNotSeen.RemoveAll(asset => !only.Matches(asset));
    }

    public void UndoDelete(PlannedDeletion deletion, string reason)
    {
        deletions.Remove(deletion);
        HoldBack(deletion.Kind.Name, deletion.Name, deletion.Live.Id, reason);
    }
}

/// <summary>An object that is to be deleted.</summary>
/// <param name="Fingerprint">Of its content without secrets.</param>
internal sealed record PlannedDeletion(RemoteKind Kind, string Name, LiveAsset Live, string Reason, string Fingerprint)
{
    /// <summary>Of an object that the record knows nothing of, so that a value is taken for a secret by the name of its field.</summary>
    public static PlannedDeletion OfUnrecorded(RemoteKind kind, string name, LiveAsset live, string reason) =>
        new(kind, name, live, reason, ObjectEdits.FingerprintOfUnrecorded(live));

    public string Asset => AssetId.Of(Kind.Name, Name);
}
