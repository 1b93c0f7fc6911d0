namespace Layercake.Engine.Declarations;

/// <summary>The order in which findings are shown.</summary>
public static class Findings
{
    /// <summary>By file, line, column, code and message; those that are about no file come first.</summary>
    public static IReadOnlyList<Finding> InOrder(IEnumerable<Finding> findings) =>
        [
            .. findings
                .OrderBy(finding => finding.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Line)
                .ThenBy(finding => finding.Column)
                .ThenBy(finding => finding.Code, StringComparer.Ordinal)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
}
