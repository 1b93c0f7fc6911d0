using Build.Printing;
using Build.Record;
using Layercake.Engine.Declarations;

namespace Build.Views;

/// <summary>Shows what checks found, one line each.</summary>
public sealed class FindingsView(Output output, RunRecord record, CiReporter voice)
{
    private readonly HashSet<Finding> shown = [];

    /// <summary>Those that this run has shown already are not shown again: several steps read the same declarations.</summary>
    public void Show(IReadOnlyList<Finding> findings)
    {
        findings = [.. findings.Where(shown.Add)];
        record.Found(findings);
        foreach (var finding in findings)
        {
            output.Line(finding.ToString(), finding.Severity == Severity.Error ? Tone.Bad : Tone.Change);
            voice.Annotate(finding);
        }
    }

    /// <summary>Tells the report and the CI system of findings that are shown elsewhere.</summary>
    public void Annotate(IReadOnlyList<Finding> findings)
    {
        record.Found(findings);
        foreach (var finding in findings)
            voice.Annotate(finding);
    }

    /// <summary><c>2 errors, 1 warning</c></summary>
    public static string Summary(IReadOnlyList<Finding> findings)
    {
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        var warnings = findings.Count - errors;
        return string.Join(
            ", ",
            new[] { (errors, "error"), (warnings, "warning") }
                .Where(count => count.Item1 > 0)
                .Select(count => DisplayText.Count(count.Item1, count.Item2))
        );
    }
}
