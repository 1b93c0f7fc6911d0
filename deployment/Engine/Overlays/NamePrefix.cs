using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Overlays;

/// <summary>Puts an environment's prefix before the names of declared objects, and before them wherever another declaration refers to them by name.</summary>
internal sealed partial class NamePrefix(string prefix, IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> declared)
{
    private readonly HashSet<(string Kind, string Name)> names = [.. declared.Where(declaration => kinds[declaration.Kind].NameField is not null).Select(declaration => (declaration.Kind, declaration.Name))];

    /// <summary>Changes the declaration's content in place.</summary>
    public Declaration Apply(Declaration declaration)
    {
        if (prefix.Length == 0 || kinds[declaration.Kind].NameField is not { } field)
            return declaration;

        foreach (var reference in References.In(declaration.Kind, declaration.Content))
            reference.Token.Value = Prefixed(reference.To, reference.Value);

        var name = prefix + declaration.Name;
        if (declaration.Content[field] is JValue value)
            value.Value = name;
        return declaration with { Name = name };
    }

    private string Prefixed(string kind, string written)
    {
        if (names.Contains((kind, written)))
            return prefix + written;

        return Marked().Match(written) is { Success: true } marked && names.Contains((kind, marked.Groups["name"].Value))
            ? $"{marked.Groups["mark"].Value}{prefix}{marked.Groups["name"].Value}__"
            : written;
    }

    /// <summary><c>__CLUSTER__etl__</c></summary>
    [GeneratedRegex("^(?<mark>__[A-Z]+(_[A-Z]+)*__)(?<name>.+)__$", RegexOptions.CultureInvariant)]
    private static partial Regex Marked();
}
