using System.Text.RegularExpressions;

namespace Layercake.Engine.Kinds.References;

/// <summary>A spelling by which any text in a declaration names an object, such as <c>{{secrets/SCOPE/KEY}}</c>.</summary>
/// <param name="To">The kind of the object.</param>
/// <param name="Spelling">
/// Its group <c>name</c> is the object's own name; <c>catalog</c> and <c>schema</c> are what stands before it in its full name.
/// </param>
internal sealed record NameInTextRule(string To, Regex Spelling)
{
    /// <summary>The full name in a match: <c>catalog.schema.name</c>.</summary>
    public static string FullName(Match match) =>
        string.Join('.', new[] { "catalog", "schema", "name" }.Select(part => match.Groups[part].Value).Where(part => part.Length > 0));
}

/// <summary>Fields that name an object together, such as <c>catalog</c> and <c>schema</c>.</summary>
/// <param name="Kind">The kind whose declarations have the fields.</param>
/// <param name="Within">The path of the object that has them; empty for the document.</param>
/// <param name="Fields">In the order of the full name. One without a text names nothing.</param>
/// <param name="To">The kind of the named object.</param>
internal sealed record CombinedNameRule(string Kind, string Within, IReadOnlyList<string> Fields, string To);
