using Build.Record;
using Build.Reports.Model;
using Layercake.Secrecy;

namespace Build.Reports.Sections;

/// <summary>Makes the tables of a report of what was recorded, whether or not a view printed it.</summary>
internal static class ReportSections
{
    /// <summary>One for each fact, in their order.</summary>
    public static IReadOnlyList<ReportSection> Of(IReadOnlyList<RunFact> facts, Redactor redactor) =>
        [.. facts.Select(fact => Of(fact, redactor))];

    private static ReportSection Of(RunFact fact, Redactor redactor) =>
        fact switch
        {
            ConnectionChecked check => ChecklistSection.Of(check),
            FilesExported export => ExportSection.Of(export),
            InfrastructurePlanned infrastructure => InfrastructureSection.Of(infrastructure.Plan),
            WorkspaceReviewed review => ReviewSection.Of(review),
            AssetsLeftOut leftOut => AssetsLeftOutSection.Of(leftOut.Assets),
            RunsEnded runs => RunsSection.Of(runs.Results, redactor),
            TestsRun tests => TestsSection.Of(tests.Results),
            _ => throw new NotSupportedException($"{fact.GetType().Name} has no section of the report."),
        };
}
