using System.Text.RegularExpressions;

namespace Layercake.Engine.Exporting;

/// <summary>Which names are meant: <c>etl-*</c>, where <c>*</c> stands for any characters and <c>?</c> for one; upper and lower case are the same.</summary>
public sealed class NamePattern(string text)
{
    private readonly Regex pattern = new(
        $"^{Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}\\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    public bool Matches(string name) => pattern.IsMatch(name);

    public override string ToString() => text;
}
