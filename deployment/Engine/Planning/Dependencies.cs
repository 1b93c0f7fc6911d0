using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>
/// What must be in place before an asset: the assets it names by reference or in a text, and the files whose places it mentions.
/// </summary>
internal sealed class Dependencies(
    AssetNames names,
    IReadOnlyDictionary<string, AssetKind> kinds,
    IReadOnlyList<Declaration> declared
)
{
    private readonly WorkspacePaths places = new(
        kinds,
        [.. declared.Where(declaration => kinds[declaration.Kind].PathOf(declaration) is not null)]
    );

    /// <summary>The parts of declared objects, by the object.</summary>
    private readonly ILookup<string, string> parts = declared
        .SelectMany(part => part.BelongsTo, (part, owner) => (Owner: owner, part.Asset))
        .ToLookup(part => part.Owner, part => part.Asset, StringComparer.Ordinal);

    /// <returns>As kind and name, in ordinal order.</returns>
    public IReadOnlyList<string> Of(Declaration declaration) =>
        [
            .. Named(declaration)
                .Concat(kinds[declaration.Kind].PathOf(declaration) is null ? places.NamedIn(declaration) : [])
                .Select(other => other.Asset)
                .Concat(declaration.BelongsTo)
                .Concat(NamedInText(declaration))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The declared assets that a declaration names by reference.</summary>
    public IEnumerable<Declaration> Named(Declaration declaration) =>
        AssetReferences
            .In(declaration.Kind, declaration.Content)
            .Select(reference => names.Declared(reference.To, names.NameOf(reference)))
            .OfType<Declaration>();

    /// <summary>
    /// The declared objects that the service finds by names in texts, such as <c>{{secrets/scope/key}}</c>, with their parts: it reads
    /// the secret and not the scope alone.
    /// </summary>
    private IEnumerable<string> NamedInText(Declaration declaration) =>
        NamesInText
            .In(declaration.Kind, declaration.Content)
            .Select(named => names.Declared(named.Kind, named.Name)?.Asset)
            .OfType<string>()
            .SelectMany(asset => parts[asset].Append(asset));
}
