using System.Globalization;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Finds and translates references between objects: names in Git, ids in the workspace.</summary>
public static class AssetReferences
{
    private static readonly Dictionary<string, ReferenceTarget> TargetsByName = ReferenceTable.Targets.ToDictionary(target => target.Name);

    private static readonly Dictionary<string, ReferenceTree> Trees = ReferenceTable
        .Rules.GroupBy(rule => rule.Kind)
        .ToDictionary(group => group.Key, group => ReferenceTree.Of(group));

    /// <summary>All kinds that can be referenced.</summary>
    public static IReadOnlyList<ReferenceTarget> Targets => ReferenceTable.Targets;

    public static ReferenceTarget Target(string kind) => TargetsByName[kind];

    /// <summary>The kinds that a kind's declarations may refer to.</summary>
    public static IEnumerable<string> From(string kind) =>
        ReferenceTable.Rules.Where(rule => rule.Kind == kind).Select(rule => rule.To).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Every reference in a document, in its order. Without those that the service resolves itself (<c>{{…}}</c>).
    /// </summary>
    public static IReadOnlyList<Reference> In(string kind, JObject document) =>
        Trees.TryGetValue(kind, out var tree) ? [.. tree.In(document)] : [];

    /// <summary>The places in a document where an object has to be named and an empty text stands, with the kind of the object.</summary>
    public static IEnumerable<(string To, JValue Token)> EmptyIn(string kind, JObject document) =>
        Trees.TryGetValue(kind, out var tree)
            ? tree.ValuesIn(document)
                .Where(found => found.Token.Value is string text && string.IsNullOrWhiteSpace(text))
                .Select(found => (found.To, found.Token))
            : [];

    /// <summary>
    /// A copy of the document with the result of <paramref name="translate"/> for each reference; null keeps the reference.
    /// </summary>
    /// <remarks>Ids of kinds with numeric ids become numbers.</remarks>
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

/// <summary>A reference in a document to another object.</summary>
/// <param name="To">The kind of the referenced object.</param>
/// <param name="Token">The value itself.</param>
public sealed record Reference(string To, JValue Token)
{
    public ReferenceTarget Target => AssetReferences.Target(To);

    /// <summary>Its place as people wrote it.</summary>
    public string Path => PathInFile.Of(Token);

    /// <inheritdoc cref="ReferenceRule.IsOwn"/>
    public bool IsOwn { get; init; }

    /// <summary>A name in a declaration, an id in the workspace; without the marks of the long form.</summary>
    public string Value => Unmarked ?? Written;

    /// <summary>The text in the document.</summary>
    public string Written => Text(Token);

    /// <summary>Whether the text has the long form: <c>__CLUSTER__name__</c>.</summary>
    public bool IsMarked => Unmarked is not null;

    /// <summary>Whether an export wrote it for an object that was gone.</summary>
    public bool IsUnknown => IsMarked && Value == ReferenceTarget.Unknown;

    /// <summary>The code of a finding about a reference that <see cref="IsUnknown"/>.</summary>
    internal const string UnknownCode = "REF007";

    internal string UnknownMessage =>
        $"{Path} says {Written}: the workspace it was exported from had no such {Target.Noun} any more. Name one, or give unknown an "
        + "entry in the environment's mappings.";

    /// <summary>Whether it names an object, and leaves nothing to the service.</summary>
    internal bool Names => Written.Length > 0 && (IsOwn || IsMarked || !Written.Contains("{{", StringComparison.Ordinal));

    private string? Unmarked => IsOwn ? null : Target.Unmarked(Written);

    private static string Text(JValue token) => token.ToString(CultureInfo.InvariantCulture);
}
