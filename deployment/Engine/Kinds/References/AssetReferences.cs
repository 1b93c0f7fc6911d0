using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Finds and translates the places where a document names other objects: names in Git, ids in the workspace.</summary>
public static class AssetReferences
{
    private static readonly Dictionary<string, ReferenceTarget> TargetsByName = ReferenceTable.Targets.ToDictionary(target => target.Name);

    private static readonly Dictionary<string, ReferenceTree> Trees = ReferenceTable
        .Rules.GroupBy(rule => rule.Kind)
        .ToDictionary(group => group.Key, group => ReferenceTree.Of(group));

    /// <summary>Everything that can be named.</summary>
    public static IReadOnlyList<ReferenceTarget> Targets => ReferenceTable.Targets;

    public static ReferenceTarget Target(string kind) => TargetsByName[kind];

    /// <summary>The kinds that a kind's declarations may name.</summary>
    public static IEnumerable<string> From(string kind) =>
        ReferenceTable.Rules.Where(rule => rule.Kind == kind).Select(rule => rule.To).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Every reference in a document, in the document's order; those that the service resolves itself (<c>{{…}}</c>) are none.
    /// </summary>
    public static IReadOnlyList<Reference> In(string kind, JObject document) =>
        Trees.TryGetValue(kind, out var tree) ? [.. tree.In(document)] : [];

    /// <summary>
    /// A copy of the document with every reference replaced by what <paramref name="translate"/> makes of it; null leaves it as it is.
    /// </summary>
    /// <remarks>Ids that are numbers in the service become numbers.</remarks>
    public static JObject Translate(string kind, JObject document, Func<Reference, string?> translate)
    {
        var copy = (JObject)document.DeepClone();
        foreach (var reference in In(kind, copy))
            if (translate(reference) is { } value)
                reference.Token.Value =
                    reference.Target.HasNumbers && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : value;

        return copy;
    }
}

/// <summary>One place in one document that names another object.</summary>
/// <param name="To">The kind that is named.</param>
/// <param name="Token">The value itself; its <see cref="JToken.Path"/> says where it stands.</param>
public sealed record Reference(string To, JValue Token)
{
    public ReferenceTarget Target => AssetReferences.Target(To);

    /// <summary>A name in a declaration, an id in the workspace; without the long form's words around it.</summary>
    public string Value => Target.Unmarked(Written) ?? Written;

    /// <summary>As it stands in the document.</summary>
    public string Written => Text(Token);

    /// <summary>It stands there in the long form: <c>__CLUSTER__name__</c>.</summary>
    public bool IsMarked => Target.Unmarked(Written) is not null;

    internal static bool Names(JValue token) => Text(token) is { Length: > 0 } text && !text.Contains("{{", StringComparison.Ordinal);

    private static string Text(JValue token) => token.ToString(CultureInfo.InvariantCulture);
}
