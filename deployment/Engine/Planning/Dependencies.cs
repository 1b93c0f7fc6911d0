using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>
/// What must be in place before an asset: the assets it names by reference, the files whose places it mentions, and the secret scopes that
/// it reads.
/// </summary>
internal sealed partial class Dependencies(
    AssetNames names,
    IReadOnlyDictionary<string, AssetKind> kinds,
    IReadOnlyList<Declaration> declared
)
{
    private readonly WorkspacePaths places = new(
        kinds,
        [.. declared.Where(declaration => kinds[declaration.Kind].PathOf(declaration) is not null)]
    );

    /// <summary>The declared scopes with what belongs to each, by the scope's name.</summary>
    private readonly ILookup<string, string> scopes = declared
        .Where(declaration => declaration.Kind == "secret-scopes")
        .SelectMany(scope =>
            declared
                .Where(part => part.BelongsTo.Contains(scope.Asset))
                .Append(scope)
                .Select(declaration => (scope.Name, declaration.Asset))
        )
        .ToLookup(scope => scope.Name, scope => scope.Asset, StringComparer.Ordinal);

    /// <returns>As kind and name, in ordinal order.</returns>
    public IReadOnlyList<string> Of(Declaration declaration) =>
        [
            .. Named(declaration)
                .Concat(kinds[declaration.Kind].PathOf(declaration) is null ? places.NamedIn(declaration) : [])
                .Select(other => other.Asset)
                .Concat(declaration.BelongsTo)
                .Concat(ScopesOf(declaration))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The declared assets that a declaration names by reference.</summary>
    public IEnumerable<Declaration> Named(Declaration declaration) =>
        AssetReferences
            .In(declaration.Kind, declaration.Content)
            .Select(reference => names.Declared(reference.To, names.NameOf(reference)))
            .OfType<Declaration>();

    /// <summary>What <c>{{secrets/scope/key}}</c> in a text reads.</summary>
    private IEnumerable<string> ScopesOf(Declaration declaration) =>
        scopes.Count == 0
            ? []
            : declaration
                .Content.Descendants()
                .OfType<JValue>()
                .Where(value => value.Type == JTokenType.String)
                .SelectMany(value => ScopeName().Matches((string)value!))
                .SelectMany(match => scopes[match.Groups[1].Value]);

    [GeneratedRegex(@"\{\{secrets/([A-Za-z0-9_.@-]+)/[A-Za-z0-9_.-]+\}\}")]
    private static partial Regex ScopeName();
}
