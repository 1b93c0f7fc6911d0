using System.Text.RegularExpressions;

namespace Layercake.Engine.Planning;

/// <summary>The assets whose objects a run may delete although they hold data.</summary>
/// <param name="given">As kind and name; several with commas, a name may have some too: <c>secret-scopes.etl</c>.</param>
public sealed partial class AllowedDataLoss(IReadOnlyList<string> given)
{
    public static AllowedDataLoss None { get; } = new([]);

    /// <summary>As it was written.</summary>
    public IReadOnlyList<string> Given => given;

    /// <param name="asset">As kind and name.</param>
    public bool Allows(string asset) => given.Any(text => text == asset || Parts(text).Contains(asset, StringComparer.Ordinal));

    /// <summary>What was given and is none of these assets.</summary>
    public IReadOnlyList<string> Unused(IReadOnlySet<string> assets) =>
        [
            .. given
                .SelectMany(text => assets.Contains(text) ? [] : Parts(text))
                .Where(asset => !assets.Contains(asset))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>A comma before what has no kind is one of a name: <c>jobs.a, b</c>.</summary>
    private static string[] Parts(string text) => CommaBeforeKind().Split(text);

    [GeneratedRegex(@",\s*(?=[^,.]+\.)")]
    private static partial Regex CommaBeforeKind();
}
