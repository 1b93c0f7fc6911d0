using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>A field that holds the name of a declared file or folder in Git, and its path in the workspace.</summary>
/// <param name="Kind">The kind whose declarations have the field.</param>
/// <param name="Path">The path of the field, with <c>[*]</c> for every entry of a list.</param>
/// <param name="To">The kind of the file.</param>
/// <param name="Wanted">What the file must become in the workspace.</param>
internal sealed record PathRule(string Kind, string Path, string To, PathForm Form, PathTarget Wanted)
{
    /// <summary>The name can also be one of <c>libraries/</c>, which goes before.</summary>
    public bool OrLibrary { get; init; }

    /// <summary>The folders in Git that the name is looked for in, in this order.</summary>
    public IReadOnlyList<string> Folders => OrLibrary ? [RulePlaces.Libraries, To] : [To];

    /// <summary>The code of the finding for a name that nothing has.</summary>
    public required string Missing { get; init; }

    /// <summary>The code of the finding for a name of something that becomes something else.</summary>
    public required string Unfit { get; init; }

    /// <summary>The values of this field in a document.</summary>
    public IEnumerable<JToken> In(JObject document) => PathPattern.Find(document, Path);

    /// <summary>The values of this field in a declaration that name something in Git, and the name.</summary>
    public IEnumerable<(JValue Value, string Name)> NamesIn(JObject declaration) =>
        from value in In(declaration).OfType<JValue>()
        let name = value.Value is string text ? Form.NameIn(declaration, value, text) : null
        where name is not null
        select (value, name);
}
