using System.Text.RegularExpressions;
using Build.Record;
using Build.Reports.Html;
using Build.Running;
using Build.Text;
using Layercake.Engine.Sealing;
using Layercake.Secrecy;

namespace Build.Reports;

/// <summary>A sealed plan as one document: as it was sealed, or as the pages of a report show it.</summary>
internal static partial class PrintedPlan
{
    /// <param name="form">One of those of <c>--output</c>.</param>
    public static string Of(OpenedPlan opened, string form, RunOptions run, Redactor redactor)
    {
        if (form == "json")
            return Command().Replace(VisibleText.Lines(opened.Text(redactor)), @"#\u0023");

        var record = new RunRecord { PlanId = opened.Id, Sealed = opened.Plan };
        record.AddPlan(opened.Plan.Plan);
        var report = ReportContent.Of(run, record, redactor, failure: null) with { StandsAlone = true };
        var clean = new ReportSecrecy(redactor).Clean(report);
        return form == "html" ? HtmlReport.Of(clean) : MarkdownReport.Of(clean);
    }

    /// <summary>What a CI system takes for a command anywhere in a line. To readers of JSON the escape is the same text.</summary>
    [GeneratedRegex(@"##(?=(vso)?\[)", RegexOptions.IgnoreCase)]
    private static partial Regex Command();
}
