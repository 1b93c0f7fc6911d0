using System.Text.RegularExpressions;

namespace Layercake.Engine.Overlays;

/// <summary>A name, or a pattern in which <c>*</c> stands for any characters.</summary>
internal sealed class NamePattern(string text)
{
    private readonly Regex pattern = new(
        $"^{Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal)}\\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking
    );

    public string Text => text;

    /// <summary>It is a name without <c>*</c>; names are applied after all patterns.</summary>
    public bool IsExact { get; } = !text.Contains('*', StringComparison.Ordinal);

    /// <summary>The number of characters without <c>*</c>: a pattern with more is more specific.</summary>
    public int Letters { get; } = text.Count(letter => letter != '*');

    public bool Matches(string name) => IsExact ? name == text : pattern.IsMatch(name);

    /// <summary>Less specific before more specific; otherwise in their original order.</summary>
    public static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, NamePattern> patternOf) =>
        items.OrderBy(item => patternOf(item).IsExact).ThenBy(item => patternOf(item).Letters);
}
