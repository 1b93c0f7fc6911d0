using Build.Ci;
using Build.Printing;
using Build.Text;
using Layercake.Engine.Declarations;

namespace Build.Views;

/// <summary>Shows what checks found, one line each.</summary>
internal sealed class FindingsView(Output output, CiReporter ci)
{
    public void Show(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            output.Line(finding.ToString(), finding.Severity == Severity.Error ? Tone.Bad : Tone.Change);
            ci.Annotate(finding);
        }
    }

    /// <summary>Tells the CI system of findings that are shown elsewhere.</summary>
    public void Annotate(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
            ci.Annotate(finding);
    }
}
