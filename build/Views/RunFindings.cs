using Build.Ci;
using Build.Printing;
using Build.Record;
using Build.Text;
using Layercake.Engine.Declarations;

namespace Build.Views;

/// <summary>Records what checks found, and shows each finding in a line.</summary>
/// <remarks>A finding that the run has recorded already is not shown again.</remarks>
internal sealed class RunFindings(RunRecord record, Output output, CiReporter ci)
{
    public void Add(IEnumerable<Finding> found)
    {
        foreach (var finding in record.AddFindings(found))
        {
            output.Line(finding.ToString(), finding.Severity == Severity.Error ? Tone.Bad : Tone.Change);
            ci.Annotate(finding);
        }
    }

    /// <summary>For findings that another view prints: they are recorded, and the CI system gets its annotations.</summary>
    public void AddWithoutLines(IEnumerable<Finding> found)
    {
        foreach (var finding in record.AddFindings(found))
            ci.Annotate(finding);
    }
}
