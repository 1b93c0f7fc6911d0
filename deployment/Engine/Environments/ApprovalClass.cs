using Layercake.Engine.Declarations;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments;

/// <summary>Changes that a person has to approve in CI: those of an action and a kind, written <c>delete:jobs</c>.</summary>
/// <param name="Action">One of <see cref="Actions"/>, or <see cref="Any"/>.</param>
/// <param name="Kind">The name of a kind, or <see cref="Any"/>.</param>
/// <param name="Place">Where it is written.</param>
public sealed record ApprovalClass(string Action, string Kind, SourceLocation Place)
{
    public const string Any = "*";

    public static IReadOnlyList<string> Actions { get; } = ["create", "update", "recreate", "delete"];

    public bool Covers(string action, string kind) => (Action is Any || Action == action) && (Kind is Any || Kind == kind);

    public override string ToString() => $"{Action}:{Kind}";

    /// <summary>The same text for the same classes, in whatever order they are written and however often.</summary>
    public static string TextOf(IEnumerable<ApprovalClass> classes) =>
        new JArray(classes.Select(entry => entry.ToString()).Distinct().Order(StringComparer.Ordinal)).ToString(Formatting.None);
}
