using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Checks the names of assets of all kinds, and the characters in names and texts.</summary>
/// <param name="declaration">With the name that the environment has for it.</param>
internal sealed class NameCheck(AssetKind kind, Declaration declaration, ICollection<Finding> findings)
{
    private const char Nothing = '\0';

    private const string HasNothing = "has the character U+0000, which no service keeps in a text. Remove it.";

    public void Check()
    {
        if (kind.PathOf(declaration) is { } path)
            CheckFile(path[(path.LastIndexOf('/') + 1)..]);
        else
            CheckDocument();
    }

    /// <param name="place">What the file is called in the workspace.</param>
    private void CheckFile(string place)
    {
        if (declaration.Name.Split('/').Append(place).FirstOrDefault(HasBlankEnds) is { } name)
            Add(null, "DEC010", BlankEnds("the path", name), Severity.Warning);
    }

    private void CheckDocument()
    {
        // The name of a part is that of its object.
        var name = kind is { IsPart: false, NameField: { } field } ? declaration.Content[field] : null;
        if (name is JValue { Value: string text })
        {
            if (HasBlankEnds(text))
                Add(name, "DEC010", BlankEnds(PathInFile.Of(name), text), Severity.Warning);
            if (kind.IsNameOfFile && text.Contains('/', StringComparison.Ordinal))
                Add(
                    name,
                    "DEC012",
                    $"{PathInFile.Of(name)} is {text}, and in the workspace a {kind.Noun} is a file of its name, which can have no "
                        + "slash. Write another sign in its place; a folder stands in parent_path.",
                    // What the service makes of a slash is not known.
                    Severity.Warning
                );
        }

        foreach (var token in declaration.Content.Descendants())
            if (token is JProperty named && IsWritten(named) && named.Name.Contains(Nothing, StringComparison.Ordinal))
                Add(named, "DEC011", $"the name of the field {PathInFile.Of(named)} {HasNothing}", Severity.Error);
            else if (token is JValue { Value: string value } && value.Contains(Nothing, StringComparison.Ordinal))
                findings.Add(
                    FieldText
                        .PlaceOf(token, $"{Nothing}", declaration.File)
                        .Finding("DEC011", $"{PathInFile.Of(token)} {HasNothing}", declaration.Asset)
                );
    }

    /// <summary>Entries of a list that became a map have names that are made of them; what these are made of is told.</summary>
    private static bool IsWritten(JProperty field) => field.Value.Annotation<PathInFile>() is null;

    private static bool HasBlankEnds(string name) => name.Length > 0 && (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]));

    /// <summary>Whether the service keeps such blanks is not known: where it does not, the name differs at each deployment.</summary>
    private static string BlankEnds(string what, string name) =>
        $"{what} has a blank at an end: \"{name}\". Nobody sees it, and the service may leave it out, so that the next deployment finds "
        + "another name. Remove it.";

    private void Add(JToken? at, string code, string message, Severity severity) =>
        findings.Add(declaration.At(at is { Parent: JProperty field } ? field : at, code, message, severity));
}
