using Layercake.Engine.Declarations;

namespace Build.Text;

/// <summary>How findings are worded.</summary>
internal static class FindingsText
{
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
