using System.Text.RegularExpressions;

namespace Layercake.Engine.Overlays;

/// <summary>A name, or several by <c>*</c>, which stands for any letters.</summary>
internal sealed class NamePattern(string text)
{
    private readonly Regex pattern = new(
        $"^{Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal)}\\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking
    );

    public string Text => text;

    /// <summary>It names one thing; that goes after every pattern.</summary>
    public bool IsExact { get; } = !text.Contains('*', StringComparison.Ordinal);

    /// <summary>Of two patterns the one with more letters says more.</summary>
    public int Letters { get; } = text.Count(letter => letter != '*');

    public bool Matches(string name) => IsExact ? name == text : pattern.IsMatch(name);

    /// <summary>Less specific before more specific; those alike stay in their order.</summary>
    public static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, NamePattern> patternOf) =>
        items.OrderBy(item => patternOf(item).IsExact).ThenBy(item => patternOf(item).Letters);
}
