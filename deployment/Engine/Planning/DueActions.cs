using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Planning;

/// <summary>
/// Actions that are to be carried out although nothing differs in them, such as the publishing of a dashboard whose draft changes.
/// </summary>
/// <remarks>
/// A run announces in the manifest what it is about to carry out, and takes it out when it was read back. So what was cut short, what
/// failed, and what was left out since something before it failed, stands there for the next run.
/// </remarks>
internal static class DueActions
{
    /// <param name="planned">For each of <paramref name="selected"/>, in the same order.</param>
    public static List<PlannedChange> With(
        IReadOnlyList<ObjectMatch> selected,
        IReadOnlyList<PlannedChange> planned,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        var written = planned
            .Where(plan => plan.Change.Action != ChangeAction.None)
            .Select(plan => plan.Change.Asset)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. selected.Zip(
                planned,
                (match, plan) => Reason(match, plan.Change) is { } reason ? new PlannedChange(Due(plan.Change, reason)) : plan
            ),
        ];

        string? Reason(ObjectMatch match, Change change) =>
            !kinds[change.Kind].RunsOnChange || change.Action != ChangeAction.None || change.HeldBack is not null ? null
            : match.Declaration.BelongsTo.Where(written.Contains).ToList() is { Count: > 0 } before
                ? $"{string.Join(", ", before)} {(before.Count == 1 ? "changes" : "change")}"
            : match.IsUnfinished ? "an earlier deployment did not carry it out to its end"
            : null;
    }

    private static Change Due(Change change, string reason) => change with { Action = ChangeAction.Update, Reason = reason };
}
