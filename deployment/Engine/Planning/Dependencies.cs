using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Planning;

/// <summary>What must be in place before an asset: the assets it names by reference and the files whose places it mentions.</summary>
internal sealed class Dependencies(AssetNames names, IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> declared)
{
    private readonly WorkspacePaths places = new(
        kinds,
        [.. declared.Where(declaration => kinds[declaration.Kind].PathOf(declaration) is not null)]
    );

    /// <returns>As kind and name, in ordinal order.</returns>
    public IReadOnlyList<string> Of(Declaration declaration) =>
        [
            .. Named(declaration)
                .Concat(kinds[declaration.Kind].PathOf(declaration) is null ? places.NamedIn(declaration) : [])
                .Select(other => other.Asset)
                .Concat(declaration.BelongsTo)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The declared assets that a declaration names by reference.</summary>
    public IEnumerable<Declaration> Named(Declaration declaration) =>
        AssetReferences
            .In(declaration.Kind, declaration.Content)
            .Select(reference => names.Declared(reference.To, names.NameOf(reference)))
            .OfType<Declaration>();
}
