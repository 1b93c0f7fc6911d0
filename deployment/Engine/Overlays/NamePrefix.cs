using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Overlays;

/// <summary>
/// Adds an environment's prefix to the names of declared objects, also where other declarations refer to them by name.
/// </summary>
internal sealed class NamePrefix(string prefix, IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> declared)
{
    private readonly HashSet<(string Kind, string Name)> names =
    [
        .. declared
            .Where(declaration => kinds[declaration.Kind] is { NameField: not null, IsPart: false })
            .Select(declaration => (declaration.Kind, declaration.Name)),
    ];

    /// <summary>An asset as the environment calls it, declared or not.</summary>
    public AssetId Apply(AssetId asset) =>
        kinds[asset.Kind] is { NameField: not null, IsPart: false } ? asset with { Name = prefix + asset.Name } : asset;

    /// <summary>Changes the declaration's content in place.</summary>
    public Declaration Apply(Declaration declaration)
    {
        if (prefix.Length == 0 || kinds[declaration.Kind] is not { NameField: { } field, IsPart: false })
            return declaration;

        foreach (
            var reference in AssetReferences
                .In(declaration.Kind, declaration.Content)
                .Where(reference => names.Contains((reference.To, reference.Value)))
        )
            reference.Token.Value = reference.IsMarked ? reference.Target.Marked(prefix + reference.Value) : prefix + reference.Value;

        NamesInText.Rename(declaration.Content, (kind, name) => names.Contains((kind, name)) ? prefix + name : null);

        var name = prefix + declaration.Name;
        if (declaration.Content[field] is JValue value)
            value.Value = name;
        return declaration with { Name = name };
    }
}
