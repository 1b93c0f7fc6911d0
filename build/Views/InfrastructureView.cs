using Build.Printing;
using Build.Text;
using Layercake.Engine.Provisioning;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Vault;

namespace Build.Views;

/// <summary>Shows what provisioning would do and did, and how far Azure has come meanwhile.</summary>
internal sealed class InfrastructureView(Output output)
{
    private static readonly TimeSpan UsuallyDone = TimeSpan.FromSeconds(10);

    public void Show(InfrastructurePlan plan)
    {
        var (kinds, names) = (plan.Changes.Max(change => change.Kind.Length), plan.Changes.Max(change => change.Name.Length));
        output.Line();
        foreach (var change in plan.Changes)
        {
            output.Line(
                $"  {InfrastructureText.Mark(change.Action)} {InfrastructureText.Present(change.Action),-8} "
                    + $"{change.Kind.PadRight(kinds)}  {change.Name.PadRight(names)}  {change.Reason}",
                InfrastructureText.Tone(change.Action)
            );
            foreach (var detail in change.Details)
                output.Line($"      {detail}");
        }

        output.Line();
        output.Line(InfrastructureText.Summary(plan));
    }

    public void Show(InfrastructurePlan plan, ProvisioningOutcome outcome, TimeSpan duration)
    {
        var address = outcome.WorkspaceUrl is { } url ? $". The workspace is at {url.ToString().TrimEnd('/')}" : "";
        output.Line($"Provisioned {plan.Target.ResourceGroup} in {DisplayText.Seconds(duration)}{address}.", Tone.Good);
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
            Tone.Change
        );
        foreach (var name in placeholders)
            output.Line($"  {SecretPlaceholder.Command(vault, name)}");
    }

    public void ShowInterruption() =>
        output.Line(
            "It was stopped before its end. Azure goes on with what it has begun; run the same command again when that has ended.",
            Tone.Change
        );

    /// <summary>Shows an operation at once.</summary>
    public IProgress<OperationProgress> Progress(string what) => new OperationLines(output, what, TimeSpan.Zero);

    /// <summary>Shows an operation that usually takes no time, and only when it does take some.</summary>
    public IProgress<OperationProgress> Waiting(string what) => new OperationLines(output, what, UsuallyDone);
}
