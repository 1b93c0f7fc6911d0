using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>A prune while it is planned: what is to go, what stays and why, what is gone already.</summary>
internal sealed class PruneDraft
{
    private readonly List<PlannedDeletion> doomed = [];
    private readonly List<Change> held = [];
    private readonly List<string> forgotten = [];
    private readonly List<string> notSeen = [];

    /// <summary>What would be deleted, as far as is known by now.</summary>
    public IReadOnlyList<PlannedDeletion> Deletions => doomed;

    public IReadOnlyList<Change> Held => held;

    public IReadOnlyList<string> Forgotten => forgotten;

    /// <inheritdoc cref="PlannedDeployment.BegunAndNotSeen"/>
    public IReadOnlyList<string> BegunAndNotSeen => notSeen;

    public bool Knows(string asset) => doomed.Any(one => one.Asset == asset) || held.Any(change => change.Asset == asset);

    public void Doom(PlannedDeletion one) => doomed.Add(one);

    public void Forget(string asset) => forgotten.Add(asset);

    /// <summary>Of what was begun a moment ago a read may show nothing yet.</summary>
    public void ForgetBegun(string asset)
    {
        forgotten.Add(asset);
        notSeen.Add(asset);
    }

    public void Hold(string kind, string name, string? id, string why) =>
        held.Add(
            new Change
            {
                Kind = kind,
                Name = name,
                Id = id,
                Action = ChangeAction.None,
                Reason = why,
                HeldBack = why,
            }
        );

    public void Hold(ManifestEntry entry, string why) => Hold(entry.Kind, entry.Name, entry.Id, why);

    /// <summary>Drops every decision about what was not selected: it stays, and the manifest keeps it.</summary>
    public void Narrow(AssetSelection only)
    {
        doomed.RemoveAll(one => !only.Matches(one.Asset));
        held.RemoveAll(change => !only.Matches(change.Asset));
        forgotten.RemoveAll(asset => !only.Matches(asset));
        notSeen.RemoveAll(asset => !only.Matches(asset));
    }

    /// <summary>Takes back a decision.</summary>
    public void Spare(PlannedDeletion one, string why)
    {
        doomed.Remove(one);
        Hold(one.Kind.Name, one.Name, one.Live.Id, why);
    }
}

/// <summary>An object that is to be deleted.</summary>
/// <param name="Fingerprint">Of what it holds without secrets; null where nobody can tell what is secret in it.</param>
internal sealed record PlannedDeletion(AssetKind Kind, string Name, LiveAsset Live, string Reason, string? Fingerprint = null)
{
    public string Asset => $"{Kind.Name}.{Name}";
}
