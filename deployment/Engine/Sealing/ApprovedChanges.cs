using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>
/// Compares what would happen now with what was approved. The approval holds when each change of the new plan stands in the approved one,
/// with equal old and new values; what is missing is as approved already.
/// </summary>
internal sealed class ApprovedChanges(SealedPlan approved, Redactor redactor)
{
    // Who planned may know other secrets than who applies, so both sides are blanked with the same.
    private readonly Dictionary<string, Change> byAsset = approved.Plan.Changes.ToDictionary(
        change => change.Asset,
        change => SealedChange.Blanked(change, redactor),
        StringComparer.Ordinal
    );

    /// <returns>What would happen and was not approved; empty when the approval holds.</returns>
    public IReadOnlyList<Finding> Check(PlannedDeployment fresh) => [.. Refusals(fresh).Select(refusal => WithEditor(refusal, fresh))];

    private IReadOnlyList<Finding> Refusals(PlannedDeployment fresh) =>
        [
            .. fresh
                .Plan.Changes.Select(change =>
                    change.Action == ChangeAction.None ? Unwritten(change) : Problem(change, fresh)
                )
                .OfType<Finding>(),
            .. approved.IsStrict ? Edited(fresh) : [],
            .. fresh.Plan.Forgotten.Except(approved.Plan.Forgotten).Except(Deleted).Select(asset =>
                SealedPlanCheck.MovedFinding(asset, "it is in the workspace no more, and was when the plan was made")
            ),
        ];

    /// <summary>Assets that were to be changed and are as approved already.</summary>
    public IReadOnlyList<string> DoneAlready(PlannedDeployment fresh)
    {
        var open = fresh
            .Plan.Changes.Where(change => change.Action != ChangeAction.None || change.HeldBack is not null)
            .Select(change => change.Asset)
            .ToHashSet(StringComparer.Ordinal);
        return [.. approved.Plan.Writes.Select(change => change.Asset).Where(asset => !open.Contains(asset))];
    }

    private IEnumerable<string> Deleted => approved.Plan.Deletions.Select(change => change.Asset);

    /// <summary>Objects that are otherwise than when the plan was made, and not because an earlier run of the plan made them so.</summary>
    private IEnumerable<Finding> Edited(PlannedDeployment fresh)
    {
        var now = fresh.Plan.Changes.ToDictionary(change => change.Asset, StringComparer.Ordinal);
        return approved
            .Plan.Changes.ExceptBy(DoneAlready(fresh), change => change.Asset)
            .Where(change =>
                now.GetValueOrDefault(change.Asset) is var other
                && other?.Fingerprint != change.Fingerprint
                && !(other is not null && Continues(change, other, fresh))
            )
            .Select(change =>
                SealedPlanCheck.MovedFinding(change.Asset, "its object was edited since the plan was made, which --strict-plan refuses")
            );
    }

    /// <summary>An asset that would be left as it is now.</summary>
    private Finding? Unwritten(Change change)
    {
        var before = byAsset.GetValueOrDefault(change.Asset);
        return change.IsUnknown ? Moved(change, $"its object may not be read now: {change.HeldBack}")
            : change.HeldBack is { } reason && before is { Action: not ChangeAction.None }
                ? Moved(change, $"it was to be {Done(before)} when the plan was made, and would be left alone now: {reason}")
            : change.Adopts && before?.Adopts != true ? Foreign(change, before)
            : Renamed(change, before);
    }

    private Finding? Problem(Change change, PlannedDeployment fresh)
    {
        if (byAsset.GetValueOrDefault(change.Asset) is { } unseen && IsLeftToDeployer(unseen, change))
            return null;
        if (byAsset.GetValueOrDefault(change.Asset) is not { Action: not ChangeAction.None } before)
            return Moved(
                change,
                $"nothing was to be done about it when the plan was made, and it would be {Done(change)} now: {change.Reason}"
            );

        var now = SealedChange.Blanked(change, redactor);
        if (Continues(before, now, fresh))
            return null;
        if (before.IsMade && now.Adopts)
            return Foreign(change, before);
        if (before.Action != now.Action)
            return Moved(change, $"it was to be {Done(before)} when the plan was made, and would be {Done(now)} now: {now.Reason}");
        if (Renamed(now, before) is { } renamed)
            return renamed;
        if (before.Id != now.Id)
            return Moved(change, $"its object was {before.Id} when the plan was made, and is {now.Id} now");
        if (!before.Secrets.SequenceEqual(now.Secrets, StringComparer.Ordinal))
            return Moved(change, $"its secrets were {List(before.Secrets)} when the plan was made, and are {List(now.Secrets)} now");
        if (now.EmptyFolder is not null && before.EmptyFolder != now.EmptyFolder)
            return Moved(change, $"the empty folder {now.EmptyFolder} would be deleted for it now");
        if (now.Adopts && !before.Adopts)
            return Foreign(change, before);

        return now
                .Fields.Where(field => !IsUncompared(field, before) && !NamesLoss(field))
                .Select(field => Problem(change, field, before))
                .FirstOrDefault(problem => problem is not null)
            ?? Unseen(change, before, fresh);
    }

    /// <summary>What whoever planned could not see, and what was declared is what is brought about now.</summary>
    private static bool IsLeftToDeployer(Change before, Change now) =>
        before.Declaration == now.Declaration
        && (
            before.IsUnseen
            || (
                before.Action == ChangeAction.None
                && now is { Action: ChangeAction.Update, Adopts: false }
                && now.Fields.All(field => IsUncompared(field, before))
            )
        );

    /// <summary>Whether the field gets the value of a secret that whoever planned could not read.</summary>
    private static bool IsUncompared(FieldChange field, Change before) =>
        field.New is JValue { Value: string text } && before.Uncompared.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    /// <summary>
    /// Whether Git says nothing of the field and it names what an earlier run of the plan deleted: the service had set it along with
    /// another field.
    /// </summary>
    private bool NamesLoss(FieldChange field) =>
        field is { New: null, OldIds: JValue { Value: string id } } && approved.Plan.Losses.Any(change => change.Id == id);

    /// <summary>
    /// Whether it would get its object from another asset than was approved. A rename that was done already is no more to do.
    /// </summary>
    private static Finding? Renamed(Change now, Change? before)
    {
        if (now.MovedFrom is not { } from || before?.MovedFrom == from)
            return null;

        var other = before?.MovedFrom is { } planned ? $"that of {planned}" : "its own";
        return Moved(now, $"its object would be that of {from} now, and was to be {other} when the plan was made");
    }

    /// <summary>
    /// Where the plan does not show all that is lost, the object has to be as it was: where it is deleted, be it to be made anew, and in a
    /// field whose old value was blanked.
    /// </summary>
    private static Finding? Unseen(Change now, Change before, PlannedDeployment fresh)
    {
        var blanked = before.Fields.FirstOrDefault(field => IsBlanked(field.Old) && now.Fields.Any(other => other.Path == field.Path));
        // An earlier run of the plan began to make it anew, so that the object is another by now.
        if (before.IsMade && fresh.Manifest.Creating.ContainsKey(now.Asset))
            return null;
        if (now.Fingerprint == before.Fingerprint || (!before.IsLoss && blanked is null))
            return null;

        return Moved(
            now,
            blanked is null
                ? "its object was changed since the plan was made"
                : $"its object was changed since the plan was made, and {blanked.Path} held what is not shown, so nobody can say "
                    + "whether it is the same"
        );
    }

    private static bool IsBlanked(JToken? value) =>
        value?.ToString(Formatting.None).Contains(Redactor.Blank, StringComparison.Ordinal) == true;

    private static Finding? Problem(Change change, FieldChange now, Change before)
    {
        var planned = before.Fields.FirstOrDefault(field => field.Path == now.Path);
        var then = "when the plan was made";
        return planned is null
                ? Moved(change, $"{now.Path} was not to be changed {then}, and would be now: {Shown(now.Old)} → {Shown(now.New)}")
            : !JsonValues.Equal(planned.OldIds ?? planned.Old, now.OldIds ?? now.Old)
                ? Moved(change, $"{now.Path} was {Shown(planned.Old)} {then}, and is {Shown(now.Old)} now")
            : !JsonValues.Equal(Unmarked(planned.New), Unmarked(now.New))
                ? Moved(change, $"{now.Path} was to become {Shown(planned.New)} {then}, and would become {Shown(now.New)} now")
            : null;
    }

    /// <summary>What an earlier run of the plan made anew has its new id already; which one a name stands for is checked apart.</summary>
    private static JToken? Unmarked(JToken? value)
    {
        var copy = value?.DeepClone();
        foreach (var text in ((copy as JContainer)?.Descendants() ?? (copy is null ? [] : [copy])).OfType<JValue>())
            if (text.Value is string name && name.EndsWith(NamedDocuments.NewIdMark, StringComparison.Ordinal))
                text.Value = name[..^NamedDocuments.NewIdMark.Length];

        return copy;
    }

    /// <summary>
    /// Whether an earlier run made or deleted the object and did not come to the end of its change: the rest of it was approved too.
    /// </summary>
    private static bool Continues(Change before, Change now, PlannedDeployment fresh) =>
        before.IsMade
        && now.Action is ChangeAction.Create or ChangeAction.Update
        && !now.Adopts
        && (
            fresh.Manifest.Creating.ContainsKey(now.Asset)
            || fresh.Manifest.Find(now.Asset) is { Unread: true }
            || (before.Action == ChangeAction.Recreate && now.Action == ChangeAction.Create)
        );

    /// <summary>An object that the record of deployments does not have, although the plan took it for one that a deployment made.</summary>
    private static Finding Foreign(Change now, Change? before) =>
        Moved(
            now,
            before?.Id is { } id && id == now.Id
                ? "the record of what was deployed has its object no more, as after --target=Forget, and had it when the plan was made"
                : "its object was made by someone else since the plan was made"
        );

    /// <summary>Says who edited the object last, where it is not as it was when the plan was made and the service tells.</summary>
    private Finding WithEditor(Finding refusal, PlannedDeployment fresh)
    {
        var now = fresh.Plan.Changes.FirstOrDefault(change => change.Asset == refusal.Asset);
        var editor =
            now is null || now.Fingerprint == byAsset.GetValueOrDefault(now.Asset)?.Fingerprint
                ? null
                : fresh.Live.GetValueOrDefault(now.Kind)?.FirstOrDefault(live => live.Id == now.Id)?.EditedBy;
        return editor is null ? refusal : refusal with { Message = $"{refusal.Message} It was edited last by {editor}." };
    }

    private static Finding Moved(Change change, string what) => SealedPlanCheck.MovedFinding(change.Asset, what);

    private static string Done(Change change) =>
        change.Action switch
        {
            ChangeAction.Create => "created",
            ChangeAction.Update => "updated",
            ChangeAction.Recreate => "deleted and created anew",
            ChangeAction.Delete => "deleted",
            _ => "left as it is",
        };

    private static string List(IReadOnlyList<string> texts) => texts.Count == 0 ? "none" : string.Join(", ", texts);

    private static string Shown(JToken? value) => value?.ToString(Formatting.None) ?? "(not set)";
}
