using System.Globalization;
using System.Text;
using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Reports;

/// <summary>The report for the run's page and for comments on pull requests: <c>summary.md</c>.</summary>
internal static class MarkdownReport
{
    /// <summary>A comment on GitHub holds 65,536 characters; what comes before it needs some.</summary>
    public const int LongestPage = 60_000;

    private const int LongestValue = 200;

    private const int LongestFailure = 2000;

    private const int LongestCell = 1000;

    public static string Of(RunReport report)
    {
        var page = new Page(
            LongestPage,
            report.StandsAlone ? "--output=html shows all of it" : "the full report is an artifact of this run"
        );
        page.Add($"## {Mark(report)} {string.Join(", ", report.Targets)} · {Escaped(report.Environment)}\n\n");
        page.Add($"{Headline(report)}\n\n");
        if (report.Failure is { } failure)
            page.Add($"> {Escaped(Short(failure, LongestFailure))}\n\n");

        // Before what may be cut off: the id of a plan is among them.
        foreach (var remark in report.Remarks)
            page.Add($"- {Escaped(remark)}\n");
        if (report.Remarks.Count > 0)
            page.Add("\n");

        Findings(report, page);
        Changes(report, page);
        foreach (var section in report.Sections)
            Section(section, page);

        page.AddLast(Footer(report));
        return page.ToString();
    }

    private static string Mark(RunReport report) =>
        !report.Succeeded ? "❌"
        : report.Totals.AssetsSkipped > 0 ? "⚠️"
        : report.Totals.Changes > 0 && report.Outcomes.Count == 0 ? "🟡"
        : "✅";

    private static string Headline(RunReport report)
    {
        var totals = report.Totals;
        var adopted = PlanText.Adopted(totals.Adopted);
        if (report.Outcomes.Count > 0)
        {
            var done = Counts(
                (totals.Created, "created"),
                (totals.Updated, "updated"),
                (totals.Deleted, "deleted"),
                (totals.Failed, "failed"),
                (totals.Skipped, "skipped"),
                (totals.Unchanged, "unchanged"),
                (totals.LeftAlone, "left alone"),
                (totals.AssetsSkipped, "left out because of errors")
            );
            return $"**{string.Join(", ", done)}{adopted}** in {DisplayText.Seconds(report.Duration)}.";
        }

        return !report.Planned ? $"{(report.Succeeded ? "Succeeded" : "Ended")} after {DisplayText.Seconds(report.Duration)}."
            : report.Changes.Count == 0 ? "Nothing is declared, so there is nothing to do."
            : totals.Changes == 0 ? $"Nothing to do: {DisplayText.Count(totals.Unchanged, "asset")} as declared{adopted}."
            : $"**{string.Join(", ", PlannedCounts(report))}{adopted}**.";
    }

    private static IEnumerable<string> PlannedCounts(RunReport report) =>
        Enum.GetValues<ChangeAction>()
            .Where(action => action != ChangeAction.None)
            .SelectMany(action => Counts((report.Changes.Count(change => change.Action == action), $"to {DisplayText.Present(action)}")))
            .Append(Rest(report));

    /// <summary>A prune says nothing of what is unchanged.</summary>
    private static string Rest(RunReport report) =>
        report.Changes.All(change => change.Action == ChangeAction.Delete || change.HeldBack is not null)
            ? $"{report.Totals.LeftAlone} left alone"
            : $"{report.Totals.Unchanged} unchanged";

    private static IEnumerable<string> Counts(params (int Count, string Word)[] counts) =>
        counts.Where(count => count.Count > 0).Select(count => $"{count.Count} {count.Word}");

    private static void Findings(RunReport report, Page page)
    {
        if (report.Findings.Count == 0)
            return;

        page.Add($"### {FindingsText.Summary(report.Findings)}\n\n| | Where | What |\n|---|---|---|\n");
        foreach (var finding in report.Findings)
        {
            var mark = finding.Severity == Severity.Error ? "❌" : "⚠️";
            page.Add($"| {mark} {finding.Code} | {Escaped(Place(finding))} | {Escaped(finding.Message)} |\n");
        }

        page.Add("\n");
    }

    private static string Place(Finding finding) =>
        finding.File is null ? finding.Asset ?? ""
        : finding.Line > 0 ? $"{finding.File}:{finding.Line}"
        : finding.File;

    private static void Changes(RunReport report, Page page)
    {
        var changes = report
            .Changes.Where(change => change.Action != ChangeAction.None || change.HeldBack is not null || change.IsMove)
            .ToList();
        if (changes.Count == 0)
            return;

        page.Add("| | Asset | Why |\n|---|---|---|\n");
        foreach (var change in changes)
            page.Add(
                $"| {Status(report.Outcomes.GetValueOrDefault(change.Asset), change)} | {Escaped(change.Asset)} | "
                    + $"{Escaped(change.Reason)}{(change.Adopts ? " *(adopted)*" : change.Drift ? " *(drift)*" : "")} |\n"
            );

        page.Add("\n");
        foreach (
            var outcome in changes
                .Select(change => report.Outcomes.GetValueOrDefault(change.Asset))
                .OfType<ChangeOutcome>()
                .Where(outcome => outcome.Message is not null)
        )
            page.Add($"> {Escaped(outcome.Message!)}\n>\n");

        foreach (var (change, fields) in changes.Select(change => (change, ShownFields.Of(change))).Where(pair => pair.Item2.Count > 0))
            page.Add(
                $"\n<details><summary>{Escaped(change.Asset)}: {DisplayText.Count(fields.Count, "field")}</summary>\n\n| Field | "
                    + $"Before | After |\n|---|---|---|\n{string.Concat(fields.Select(Field))}\n</details>\n"
            );
    }

    private static string Status(ChangeOutcome? outcome, Change change) =>
        outcome?.Status switch
        {
            ChangeStatus.Failed => "❌ failed",
            ChangeStatus.Skipped => "⏭️ skipped",
            ChangeStatus.Done => $"`{DisplayText.Mark(change)}` {DisplayText.Past(change)}",
            _ when change.HeldBack is not null => "`!` left alone",
            _ => $"`{DisplayText.Mark(change)}` {DisplayText.Present(change)}",
        };

    /// <remarks>Secrets are out of the content of a report already.</remarks>
    private static string Field(FieldChange field)
    {
        var (old, now) = DifferenceText.Of(field, LongestValue, text => text);
        return $"| {Escaped(field.Path)} | {Value(old)} | {Value(now)}{(field.Drift ? " *(drift)*" : "")} |\n";
    }

    private static string Value(string? value) => value is null ? "*(not set)*" : Escaped(value);

    private static string Short(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";

    private static void Section(ReportSection section, Page page)
    {
        page.Add($"\n### {Escaped(section.Title)}\n\n");
        if (section.Summary is { } summary)
            page.Add($"{Escaped(summary)}\n\n");
        if (section.Rows.Count == 0)
            return;

        page.Add($"| {string.Join(" | ", section.Columns.Select(Escaped))} |\n|{string.Concat(section.Columns.Select(_ => "---|"))}\n");
        foreach (var row in section.Rows)
            page.Add($"| {string.Join(" | ", row.Cells.Select(cell => Escaped(Short(cell, LongestCell))))} |\n");
    }

    private static string Footer(RunReport report)
    {
        var parts = new[]
        {
            report.Workspace is null ? null : Escaped(report.Workspace.ToString().TrimEnd('/')),
            report.Commit is null ? null : $"commit `{Escaped(DisplayText.ShortCommit(report.Commit))}`",
            report.Requests.Count == 0 ? null : DisplayText.Count(report.Requests.Count, "request"),
            DisplayText.Seconds(report.Duration),
        };
        return $"\n<sub>{string.Join(" · ", parts.OfType<string>())}</sub>\n";
    }

    /// <summary>Text that is shown as it is, whatever Markdown, HTML or mention is in it.</summary>
    /// <remarks>
    /// Mentions and numbers of issues are looked for in what is shown, so the character that begins one gets a neighbour without width.
    /// </remarks>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in VisibleText.Line(text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ')))
            escaped.Append(
                character switch
                {
                    '@' or '#' => string.Create(CultureInfo.InvariantCulture, $"&#{(int)character};&#8203;"),
                    '&' or '<' or '>' or '|' or '*' or '_' or '`' or '[' or ']' or '~' or '\\' or ':' or '$' => string.Create(
                        CultureInfo.InvariantCulture,
                        $"&#{(int)character};"
                    ),
                    _ => character.ToString(),
                }
            );

        return escaped.ToString();
    }

    /// <summary>A page that leaves out what is too much, and says so.</summary>
    /// <param name="elsewhere">Where the rest is.</param>
    private sealed class Page(int longest, string elsewhere)
    {
        private readonly StringBuilder text = new();
        private bool isFull;

        public void Add(string part)
        {
            isFull |= text.Length + part.Length > longest - 1000;
            if (!isFull)
                text.Append(part);
        }

        public void AddLast(string part) => text.Append(isFull ? $"\n*The rest is left out here; {elsewhere}.*\n" : "").Append(part);

        public override string ToString() => text.ToString();
    }
}
