using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Provisioning;

namespace Build.Reports.Sections;

/// <summary>A row for each resource that the environment needs in Azure.</summary>
internal static class InfrastructureSection
{
    public static ReportSection Of(InfrastructurePlan plan) =>
        new()
        {
            Title = $"Infrastructure in {plan.Target.ResourceGroup}",
            Summary = InfrastructureText.Summary(plan),
            Columns = ["Result", "Kind", "Name", "Why"],
            Rows =
            [
                .. plan.Changes.Select(change => new ReportRow(
                    InfrastructureText.Tone(change.Action),
                    $"{InfrastructureText.Mark(change.Action)} {InfrastructureText.Present(change.Action)}",
                    change.Kind,
                    change.Name,
                    string.Join('\n', change.Details.Prepend(change.Reason))
                )),
            ],
        };
}
