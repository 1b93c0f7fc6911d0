using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Layercake.Engine.Planning;

/// <summary>Which changes of a plan a person has to approve, by the classes of the environment.</summary>
internal static class ApprovalReasons
{
    /// <summary>Of a list in a sentence.</summary>
    private const int MostNamed = 5;

    /// <param name="classes">What <c>approve</c> says; null when it is not set.</param>
    /// <param name="last">The text of <c>approve</c> at the last deployment; null when that had none, or when there was none.</param>
    /// <param name="inCi">Whether a plan needs a person where nothing is set.</param>
    /// <returns>None for a plan that writes nothing, whoever deploys it.</returns>
    public static IReadOnlyList<ApprovalReason> Of(Plan plan, IReadOnlyList<ApprovalClass>? classes, string? last, bool inCi)
    {
        if (!plan.PossibleWrites.Any())
            return [];
        if (classes is null && last is null)
            return inCi ? [new ApprovalReason { Text = "approve is not set, so every plan needs a person" }] : [];

        var now = classes is null ? null : ApprovalClass.TextOf(classes);
        IEnumerable<ApprovalReason> changed =
            now == last
                ? []
                : [new ApprovalReason { Text = $"approve was {last ?? "not set"} at the last deployment, and is {now ?? "not set"} now" }];
        var covered = (classes ?? []).DistinctBy(entry => entry.ToString()).Select(entry => Of(plan, entry)).OfType<ApprovalReason>();
        return [.. changed, .. covered];
    }

    /// <summary>The plan with those of its reasons that are still reasons after changes were taken out of it.</summary>
    public static Plan Kept(Plan plan)
    {
        var written = plan.PossibleWrites.Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
        return plan with
        {
            Approval =
            [
                .. plan
                    .Approval.Where(_ => written.Count > 0)
                    .Select(reason =>
                        reason.Class is null ? reason : Of(reason.Class, [.. reason.Assets.Where(written.Contains)])
                    )
                    .OfType<ApprovalReason>(),
            ],
        };
    }

    private static ApprovalReason? Of(Plan plan, ApprovalClass entry) =>
        Of(
            entry.ToString(),
            [
                .. plan
                    .PossibleWrites.Where(change => entry.Covers(PlanFile.Name(Possible(change)), change.Kind))
                    .Select(change => change.Asset),
            ]
        );

    /// <summary>What could not be compared is there, so all that whoever deploys may do is to update it.</summary>
    private static ChangeAction Possible(Change change) =>
        change.Action == ChangeAction.None ? ChangeAction.Update : change.Action;

    private static ApprovalReason? Of(string entry, IReadOnlyList<string> assets) =>
        assets.Count == 0
            ? null
            : new ApprovalReason
            {
                Class = entry,
                Assets = assets,
                Text = $"{entry} ({NameList.Of(assets, MostNamed)})",
            };
}
