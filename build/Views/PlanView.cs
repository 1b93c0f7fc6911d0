using Build.Ci;
using Build.Printing;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Views;

/// <summary>Shows what a deployment would do, in an order and words that are the same every time.</summary>
internal sealed class PlanView(Output output, CiReporter ci)
{
    /// <summary>More unchanged rows than this are counted instead of listed.</summary>
    private const int MostUnchangedRows = 50;

    /// <summary>Of a list in a sentence.</summary>
    private const int MostNamed = 5;

    private const int LongestValue = 100;

    /// <summary>Of a digest only the beginning is shown, as Git does.</summary>
    private const int DigestLength = 19;

    private const int WidestAsset = 60;

    /// <param name="unchangedToo">Whether rows without a change are listed; a deployment shows only what it does.</param>
    /// <param name="summary">The last line, where it is not that of a deployment; it may be none.</param>
    /// <param name="approval">Whether a person has to approve the plan, where that is not said as of a plan that is made now.</param>
    public void Show(Plan plan, bool unchangedToo, Func<Plan, string?>? summary = null, string? approval = null)
    {
        var unchanged = PlanText.Unchanged(plan);
        var rows = plan
            .Changes.Where(change =>
                change.Action != ChangeAction.None
                || change.HeldBack is not null
                || change.KeepsWithdrawn
                || change.Uncompared.Count > 0
                || change.IsMove
                || (unchangedToo && unchanged <= MostUnchangedRows)
            )
            .ToList();
        if (rows.Count + plan.Stops.Count > 0)
        {
            output.Line();
            var width = Math.Min(WidestAsset, rows.Select(change => change.Asset).Concat(plan.Stops).Max(asset => asset.Length));
            using (ci.Group($"What changes in {plan.Environment}"))
            {
                foreach (var change in rows)
                    Row(change, width);
                foreach (var asset in plan.Stops)
                    output.Line($"  {StopText.Mark} {"stop",-8} {asset.PadRight(width)}  {StopText.Reason(plan, asset)}", Tone.Change);
            }

            output.Line();
        }

        if (plan.Lock is { } found)
            output.Line(LockText.Sentence(found, plan.Environment), found.IsOver ? Tone.Quiet : Tone.Change);
        if (plan.Forgotten.Count > 0)
            output.Line($"Gone from the workspace already, so forgotten: {NameList.Of(plan.Forgotten, MostNamed)}.", Tone.Quiet);

        if ((summary ?? Summary)(plan) is { } last)
            output.Line(last);
        if ((approval ?? PlanText.Approval(plan)) is { } reason)
            output.Line(reason, plan.NeedsApproval ? Tone.Change : Tone.Quiet);
        if (plan.NoLongerInGit.Count > 0)
            output.Line(
                $"{DisplayText.Count(plan.NoLongerInGit.Count, "asset")} {(plan.NoLongerInGit.Count == 1 ? "is" : "are")} no longer in "
                    + $"Git: {NameList.Of(plan.NoLongerInGit, MostNamed)}. --target=Prune removes "
                    + $"{(plan.NoLongerInGit.Count == 1 ? "it, or says why it stays" : "them, or says which stay and why")}.",
                Tone.Change
            );
    }

    public static string Summary(Plan plan)
    {
        var unchanged = PlanText.Unchanged(plan);
        var held = plan.Changes.Count(change => change.HeldBack is not null);
        if (!plan.PossibleWrites.Any())
            return plan.Changes.Count == 0
                ? $"{NothingToDo(plan)}: nothing is declared."
                : $"{NothingToDo(plan)}: {DisplayText.Count(unchanged, "asset")} {(unchanged == 1 ? "is" : "are")} as "
                    + $"declared{(held == 0 ? "" : $", {held} left alone")}{PlanText.Adopted(plan.Adoptions.Count())}.";

        return $"Plan: {PlanText.Counts(plan)}.";
    }

    private static string NothingToDo(Plan plan) => plan.Stops.Count == 0 ? "Nothing to do" : "Nothing to do but to stop these";

    /// <param name="declared">How many assets Git declares.</param>
    public static string PruneSummary(Plan plan, int declared)
    {
        var (deletions, held) = (plan.Deletions.Count(), plan.Changes.Count(change => change.HeldBack is not null));
        return deletions + held == 0
            ? $"Nothing to prune: what was deployed to {plan.Environment} is in Git, which declares {DisplayText.Count(declared, "asset")}."
            : $"Prune: {deletions} to delete, {held} left alone.";
    }

    /// <summary>The last line of a plan that comes from a file.</summary>
    public static string Summary(Plan plan, SealedPlan approved) =>
        approved.Request.Prune is not { } prune ? Summary(plan)
        : prune.Destroys ? DestroyText.Confirmed(plan)
        : PruneSummary(plan, approved.Declarations.Count);

    private void Row(Change change, int width)
    {
        var notes = (change.Adopts, change.Drift) switch
        {
            (true, _) => " (adopted: it was there before it was recorded here)",
            (_, true) => " (drift)",
            _ => "",
        };
        var (mark, word) = change.HeldBack is null ? (DisplayText.Mark(change), DisplayText.Present(change)) : ("!", "left");
        output.Line($"  {mark} {word,-8} {change.Asset.PadRight(width)}  {change.Reason}{notes}", DisplayText.Tone(change));
        if (change.Action is ChangeAction.Create)
            foreach (var secret in change.Secrets)
                output.Line($"      uses secret {secret}", Tone.Quiet);

        Fields(change);
    }

    /// <summary>A line for each field that differs.</summary>
    internal void Fields(Change change)
    {
        foreach (var field in ShownFields.Of(change))
        {
            var (old, now) = DifferenceText.Of(field, LongestValue, output.Redact);
            output.Line($"      {field.Path}: {Value(old)} → {Value(now)}{(field.Drift ? " (drift)" : "")}");
        }

        foreach (var note in change.Notes)
            output.Line($"      {note}", Tone.Quiet);
        if (change.Kept.Count > 0 && (change.Action != ChangeAction.None || change.KeepsWithdrawn))
            output.Line($"      kept: {string.Join(", ", change.Kept)}", Tone.Quiet);
        if (change.Uncompared.Count > 0)
            output.Line(
                $"      compared when applied, since whoever plans may not read the value: {string.Join(", ", change.Uncompared)}",
                Tone.Quiet
            );
    }

    /// <summary>Of a digest, in quotes, only the beginning.</summary>
    private static string Value(string? value) =>
        value is null ? "(not set)"
        : value.Length > DigestLength + 2 && value.StartsWith("\"sha256:", StringComparison.Ordinal) ? value[1..(DigestLength + 1)]
        : value;
}
