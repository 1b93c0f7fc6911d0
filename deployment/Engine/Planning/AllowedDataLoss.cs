namespace Layercake.Engine.Planning;

/// <summary>The assets whose objects a run may delete although they hold data.</summary>
/// <param name="given">As kind and name; several with commas, unless one name has them: <c>secret-scopes.etl</c>.</param>
public sealed class AllowedDataLoss(IReadOnlyList<string> given)
{
    public static AllowedDataLoss None { get; } = new([]);

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

    private static string[] Parts(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
