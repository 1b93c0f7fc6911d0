using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds;

/// <summary>The one table of places where a declaration names another asset: names in Git, ids in the workspace.</summary>
public static class References
{
    /// <summary>Where a job's task may stand; the empty prefix is the single-task shape.</summary>
    private static readonly string[] Tasks = ["", "tasks[*].", "tasks[*].for_each_task.task."];

    private static readonly ReferenceRule[] Rules =
    [
        .. Tasks.Select(task => new ReferenceRule("jobs", task + "existing_cluster_id", "clusters")),
    ];

    /// <summary>The kinds that a kind's declarations may name.</summary>
    public static IEnumerable<string> From(string kind) => Rules.Where(rule => rule.Kind == kind).Select(rule => rule.To).Distinct(StringComparer.Ordinal);

    /// <summary>Every reference in a document, in the table's order.</summary>
    public static IEnumerable<Reference> In(string kind, JObject document) =>
        from rule in Rules
        where rule.Kind == kind
        from value in PathPattern.Find(document, rule.Path)
        where value is JValue { Type: JTokenType.String } && (string?)value is { Length: > 0 }
        select new Reference(rule.To, (JValue)value);

    /// <summary>A copy of the document with every reference replaced by what <paramref name="translate"/> makes of it; null leaves it as it is.</summary>
    public static JObject Translate(string kind, JObject document, Func<Reference, string?> translate)
    {
        var copy = (JObject)document.DeepClone();
        foreach (var reference in In(kind, copy))
            if (translate(reference) is { } value)
                reference.Token.Value = value;

        return copy;
    }
}

/// <param name="Kind">Whose declarations hold the reference.</param>
/// <param name="Path">Where, with <c>[*]</c> for every entry of a list.</param>
/// <param name="To">The kind that is named there.</param>
public sealed record ReferenceRule(string Kind, string Path, string To);

/// <summary>One place in one document that names another asset.</summary>
/// <param name="To">The kind that is named.</param>
/// <param name="Token">The value itself; its <see cref="JToken.Path"/> says where it stands.</param>
public sealed record Reference(string To, JValue Token)
{
    /// <summary>A name in a declaration, an id in the workspace.</summary>
    public string Value => (string)Token!;
}
