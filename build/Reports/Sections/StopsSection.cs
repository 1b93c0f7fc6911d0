using Build.Record;
using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Planning;

namespace Build.Reports.Sections;

/// <summary>A row for each object that the plan stops, and whether it was.</summary>
internal static class StopsSection
{
    /// <returns>Null where nothing is to be stopped.</returns>
    public static ReportSection? Of(Plan? plan, IReadOnlyList<AppliedPlan> applied) =>
        plan is not { Stops.Count: > 0 }
            ? null
            : new ReportSection
            {
                Title = "What is stopped",
                Columns = ["Result", "Asset", "When"],
                Rows = [.. plan.Stops.Select(asset => Row(plan, asset, applied))],
            };

    private static ReportRow Row(Plan plan, string asset, IReadOnlyList<AppliedPlan> applied)
    {
        var stopped = applied.Any(item => item.Outcome.WasStopped(asset));
        var word = applied.Count == 0 ? "stop" : stopped ? "stopped" : "not stopped";
        return new ReportRow(Tone.Change, $"{StopText.Mark} {word}", asset, StopText.Reason(plan, asset));
    }
}
