using Build.Record;
using Layercake.Engine.Provisioning;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Vault;

namespace Build.Views;

/// <summary>Shows what provisioning would do and did, and how far Azure has come meanwhile.</summary>
public sealed class InfrastructureView(Output output, RunRecord record)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    public void Show(InfrastructurePlan plan)
    {
        var (kinds, names) = (plan.Changes.Max(change => change.Kind.Length), plan.Changes.Max(change => change.Name.Length));
        output.Line();
        foreach (var change in plan.Changes)
        {
            output.Line(
                $"  {Mark(change.Action)} {Present(change.Action),-8} {change.Kind.PadRight(kinds)}  "
                    + $"{change.Name.PadRight(names)}  {change.Reason}",
                Tone(change.Action)
            );
            foreach (var detail in change.Details)
                output.Line($"      {detail}");
        }

        record.Add(
            new ReportSection
            {
                Title = $"Infrastructure in {plan.Target.ResourceGroup}",
                Summary = Summary(plan),
                Columns = ["Result", "Kind", "Name", "Why"],
                Rows =
                [
                    .. plan.Changes.Select(change => new ReportRow(
                        Tone(change.Action),
                        $"{Mark(change.Action)} {Present(change.Action)}",
                        change.Kind,
                        change.Name,
                        string.Join('\n', change.Details.Prepend(change.Reason))
                    )),
                ],
            }
        );
        output.Line();
        output.Line(Summary(plan));
    }

    public void Show(InfrastructurePlan plan, ProvisioningOutcome outcome, TimeSpan duration)
    {
        output.Line(
            $"Provisioned {plan.Target.ResourceGroup} in "
                + $"{DisplayText.Seconds(duration)}{(outcome.WorkspaceUrl is { } url ? $". The workspace is at {url.ToString().TrimEnd('/')}" : "")}.",
            Views.Tone.Good
        );
        ShowPlaceholders(plan.Target.VaultName, outcome.Placeholders);
    }

    /// <summary>Names the secrets that somebody has to fill in.</summary>
    public void ShowPlaceholders(string vault, IReadOnlyList<string> placeholders)
    {
        if (placeholders.Count == 0)
            return;

        output.Line(
            $"{DisplayText.Count(placeholders.Count, "secret")} of vault {vault} "
                + $"{(placeholders.Count == 1 ? "holds a placeholder" : "hold placeholders")}. Put the real values there:",
            Views.Tone.Change
        );
        foreach (var name in placeholders)
            output.Line($"  {SecretPlaceholder.Command(vault, name)}");
    }

    public void ShowInterruption() =>
        output.Line(
            "It was stopped before its end. Azure goes on with what it has begun; run the same command again when that has ended.",
            Views.Tone.Change
        );

    /// <summary>Tells of an operation at once.</summary>
    public IProgress<OperationProgress> Progress(string what) => new OperationLines(output, what, TimeSpan.Zero);

    /// <summary>Tells of an operation that usually takes no time only when it takes some.</summary>
    public IProgress<OperationProgress> Waiting(string what) => new OperationLines(output, what, Usual);

    private static string Summary(InfrastructurePlan plan)
    {
        var unchanged = plan.Changes.Count(change => change.Action == ResourceAction.None);
        if (plan.IsEmpty)
            return $"Nothing to do: {DisplayText.Count(unchanged, "resource")} {(unchanged == 1 ? "is" : "are")} there.";

        var counts = new[] { ResourceAction.Create, ResourceAction.Modify, ResourceAction.Recover }
            .Select(action => (action, count: plan.Changes.Count(change => change.Action == action)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} to {Present(pair.action)}");
        return $"Plan: {string.Join(", ", counts.Append($"{unchanged} unchanged"))}.";
    }

    private static string Present(ResourceAction action) => action.ToString().ToLowerInvariant();

    private static string Mark(ResourceAction action) =>
        action switch
        {
            ResourceAction.Create or ResourceAction.Recover => "+",
            ResourceAction.Modify => "~",
            _ => "=",
        };

    private static Tone Tone(ResourceAction action) =>
        action switch
        {
            ResourceAction.Create or ResourceAction.Recover => Views.Tone.Good,
            ResourceAction.Modify => Views.Tone.Change,
            _ => Views.Tone.Quiet,
        };
}
