using Layercake.Engine.Declarations;
using Layercake.Engine.Overlays;

namespace Layercake.Engine.Planning;

/// <summary>Which assets a run is about, by patterns over kind and name: <c>jobs.nightly</c>, <c>notebooks.ingest/*</c>.</summary>
/// <param name="patterns"><c>*</c> stands for any text; upper and lower case differ. None means all assets.</param>
/// <param name="withNeeded">Whether assets that the selected ones need are selected too.</param>
public sealed class AssetSelection(IReadOnlyList<string> patterns, bool withNeeded = false)
{
    private readonly IReadOnlyList<NamePattern> all = [.. patterns.Select(text => new NamePattern(text))];

    public static AssetSelection Everything { get; } = new([]);

    /// <summary>As they were written.</summary>
    public IReadOnlyList<string> Patterns => patterns;

    public bool WithNeeded => withNeeded;

    public bool IsEverything => all.Count == 0;

    /// <param name="asset">As kind and name.</param>
    public bool Matches(string asset) => IsEverything || all.Any(pattern => pattern.Matches(asset));

    /// <summary>The patterns that stand for none of these assets.</summary>
    public IReadOnlyList<string> Unmatched(IReadOnlyCollection<string> assets) =>
        [.. all.Where(pattern => !assets.Any(pattern.Matches)).Select(pattern => pattern.Text).Distinct(StringComparer.Ordinal)];

    /// <summary>A pattern that stands for nothing is misspelt, and less would happen than was asked for.</summary>
    /// <param name="assets">What could have been meant, as kind and name.</param>
    /// <param name="where">Where these are: <c>Git declares</c>.</param>
    /// <param name="hint">Another remedy; empty when there is none.</param>
    internal static Finding Problem(string pattern, IReadOnlyCollection<string> assets, string where, string hint = "") =>
        new()
        {
            Severity = Severity.Error,
            Code = "SEL001",
            Message =
                $"--select={pattern} matches nothing that {where}.{Near(pattern, assets)} Give KIND.NAME, such as jobs.nightly or "
                + $"notebooks.ingest/*.{hint}",
        };

    private static string Near(string pattern, IReadOnlyCollection<string> assets) =>
        NameSuggestion.Of(pattern, assets) is { } near ? $" Did you mean {near}?"
        // A pattern without a kind is compared with the names alone.
        : assets.FirstOrDefault(asset => asset.EndsWith($".{pattern}", StringComparison.Ordinal)) is { } kindless
            ? $" Did you mean {kindless}?"
        : "";
}
