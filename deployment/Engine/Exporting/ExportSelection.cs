using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Exporting;

/// <summary>Matches the selection of an export against the objects of the workspace.</summary>
internal sealed class ExportSelection(ExportRequest request, IReadOnlyList<ListedKind> found, ExportIndex index, string environment)
{
    private readonly List<string> assets =
    [
        .. found
            .SelectMany(kind => kind.Found.Assets.Select(asset => AssetId.Of(kind.Kind.Name, asset.Name)))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Objects of the workspace that are not exported.</summary>
    public IReadOnlyList<string> NotSelected => [.. assets.Where(asset => !request.Only.Matches(asset))];

    /// <inheritdoc cref="ExportResult.Unmatched"/>
    public IReadOnlyDictionary<string, Finding> Unmatched
    {
        get
        {
            // A pattern may match an object of the kind that could not be listed.
            if (found.Any(kind => kind.Failure is not null))
                return new Dictionary<string, Finding>();

            // A pattern may also stand for a file whose object is gone: the export removes it.
            var files = index
                .Entries.Values.Where(entry => entry.Environment == environment && request.Kinds.Contains(entry.Kind))
                .Select(entry => AssetId.Of(entry.Kind, entry.Name));
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
