using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>Reads the folders that hold one JSON document per asset: <c>clusters/</c>, <c>jobs/</c>.</summary>
public sealed class JsonDeclarations(AssetsFolder assets)
{
    /// <summary>All declarations below a folder in order of their paths; a folder that does not exist holds none.</summary>
    /// <param name="nameFields">Where the name may stand, such as <c>name</c> and <c>settings.name</c>; the first that is there counts.</param>
    /// <param name="codePrefix">The three letters of the kind's own findings; those made here are the same for every kind and start with <c>DEC</c>.</param>
    /// <param name="required">Whether it is a finding when the folder does not exist.</param>
    public IReadOnlyList<Declaration> Read(
        string kind, string folder, IReadOnlyList<string> nameFields, ICollection<Finding> findings, bool required = false)
    {
        var declarations = new List<Declaration>();
        foreach (var found in new FolderWalk(assets, findings).Files(folder, required))
        {
            if (!Path.GetExtension(found.Path).Equals(".json", StringComparison.OrdinalIgnoreCase))
                StrayFiles.Check(found, folder, findings);
            else if (JsonText.Load(found.FullPath, found.File, findings) is { } document && NameOf(document, nameFields, found.File, findings) is { } name)
                declarations.Add(new Declaration { Kind = kind, Name = name, File = found.File, Content = document, FullPath = found.FullPath });
        }

        foreach (var same in declarations.GroupBy(declaration => declaration.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            foreach (var declaration in same)
                findings.Add(TwoFilesWithOneName(declaration, same, nameFields));

        return declarations;
    }

    private static string? NameOf(JObject document, IReadOnlyList<string> fields, string file, ICollection<Finding> findings)
    {
        var field = Present(document, fields) ?? fields[0];
        var value = document.SelectToken(field);
        if (value?.Type == JTokenType.String && !string.IsNullOrWhiteSpace((string)value!))
            return (string)value!;

        var (line, column) = JsonPositions.Of(document, field);
        findings.Add(new Finding
        {
            Severity = Severity.Error,
            Code = value is null ? "DEC001" : "DEC002",
            File = file,
            Line = line,
            Column = column,
            Message = value is null
                ? $"{field} is missing{Misspelled(document, field)}. Add it: the asset is found in the workspace by this name."
                : $"{field} must be a text that is not empty, and it is {Described(value)}. Give the asset a name.",
        });
        return null;
    }

    private static string? Present(JObject document, IReadOnlyList<string> fields) => fields.FirstOrDefault(field => document.SelectToken(field) is not null);

    private static string Misspelled(JObject document, string field) =>
        NearestName.Of(field, document.Properties().Select(property => property.Name)) is { } near ? $"; {near} was perhaps meant to be it" : "";

    private static string Described(JToken value) => value.Type switch
    {
        JTokenType.String => ((string)value!).Length == 0 ? "empty" : "blank",
        JTokenType.Null => "null",
        JTokenType.Object => "an object",
        JTokenType.Array => "a list",
        JTokenType.Boolean => "true or false without quotes",
        _ => "a number without quotes",
    };

    private static Finding TwoFilesWithOneName(Declaration declaration, IEnumerable<Declaration> same, IReadOnlyList<string> fields)
    {
        var (line, column) = JsonPositions.Of(declaration.Content, Present(declaration.Content, fields)!);
        var others = string.Join(" and ", same.Where(other => other != declaration).Select(other => other.File));
        return new Finding
        {
            Severity = Severity.Error,
            Code = "DEC003",
            Asset = declaration.Asset,
            File = declaration.File,
            Line = line,
            Column = column,
            Message = $"{others} has the same name. Rename or remove one of them.",
        };
    }
}
