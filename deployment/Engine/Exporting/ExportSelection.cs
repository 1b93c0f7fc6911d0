using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Exporting;

/// <summary>What the selection of an export comes to for what the workspace holds.</summary>
internal sealed class ExportSelection(ExportRequest request, IReadOnlyList<ListedKind> found, ExportIndex index, string environment)
{
    private readonly List<string> assets =
    [
        .. found.SelectMany(kind => kind.Found.Assets.Select(asset => $"{kind.Kind.Name}.{asset.Name}")).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>In the workspace, and left out.</summary>
    public IReadOnlyList<string> NotSelected => [.. assets.Where(asset => !request.Only.Matches(asset))];

    /// <inheritdoc cref="ExportResult.Unmatched"/>
    public IReadOnlyDictionary<string, Finding> Unmatched
    {
        get
        {
            // What a kind that cannot be listed holds nobody knows.
            if (found.Any(kind => kind.Why is not null))
                return new Dictionary<string, Finding>();

            // The file of an object that is no more may be meant: it would be removed.
            var files = index
                .Entries.Values.Where(entry => entry.Environment == environment && request.Kinds.Contains(entry.Kind))
                .Select(entry => $"{entry.Kind}.{entry.Name}");
            var known = assets.Concat(files).ToList();
            return request
                .Only.Unmatched(known)
                .ToDictionary(
                    pattern => pattern,
                    pattern => AssetSelection.Problem(pattern, known, $"{environment} holds"),
                    StringComparer.Ordinal
                );
        }
    }
}
