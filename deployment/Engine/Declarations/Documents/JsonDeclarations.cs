using Layercake.Engine.Declarations.Templates;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Documents;

/// <summary>Reads the folders that hold one JSON document per asset: <c>clusters/</c>, <c>jobs/</c>.</summary>
public sealed class JsonDeclarations(AssetsFolder assets)
{
    /// <summary>What other kinds call the field that names an object.</summary>
    internal static readonly string[] Names = ["name", "display_name", "cluster_name", "instance_pool_name", "job_name", "title"];

    /// <summary>The name under which templates refer to the definition.</summary>
    public string TemplateRoot { get; init; } = "asset";

    /// <summary>Fields whose text may stand in a file beside the declaration.</summary>
    public IReadOnlyList<FieldFile> FieldFiles { get; init; } = [];

    /// <summary>All declarations below a folder in order of their paths; a folder that does not exist holds none.</summary>
    /// <param name="nameFields">The fields that may hold the name, such as <c>name</c> and <c>settings.name</c>; the first one that the
    /// document has counts.</param>
    /// <param name="required">Whether it is a finding when the folder does not exist.</param>
    public IReadOnlyList<Declaration> Read(
        string kind,
        string folder,
        IReadOnlyList<string> nameFields,
        ICollection<Finding> findings,
        bool required = false
    )
    {
        var files = Files(folder, findings, required);
        var templates = new TemplateFolder(folder, [.. files[true]], findings);
        var templated = new TemplatedDefinition(templates, TemplateRoot, findings);
        var texts = new FieldFiles(FieldFiles, files[false], findings);
        var declarations = new List<Declaration>();
        var definitions = new HashSet<string>(StringComparer.Ordinal);
        var allLoaded = true;
        foreach (var found in files[false].Where(found => !texts.Has(found)))
        {
            var right = texts.NameFor(found);
            if (right is not null || !Path.GetExtension(found.Path).Equals(".json", StringComparison.OrdinalIgnoreCase))
            {
                IgnoredFiles.Check(found, folder, findings, right);
                continue;
            }

            definitions.Add(found.Path);
            var definition = JsonText.Load(found.FullPath, found.File, findings);
            allLoaded &= definition is not null;
            if (
                Rendered(definition, found, kind, nameFields, templated) is { } document
                && NameOf(document, nameFields, found.File, folder, findings) is { } name
                && Declared(kind, name, found, document) is var declaration
                && texts.AddTo(declaration, found)
            )
                declarations.Add(declaration);
        }

        templates.Report(allLoaded);
        texts.WarnOfOrphans(definitions);
        AddSameNames(declarations, nameFields, findings);
        return declarations;
    }

    /// <summary>The templates of the folder, and what is none.</summary>
    private ILookup<bool, FoundFile> Files(string folder, ICollection<Finding> findings, bool required)
    {
        var files = new FolderWalk(assets, findings) { EndingsOfFiles = [".json", ".hbs"] }
            .Files(folder, required)
            .ToLookup(TemplateFolder.Holds);
        foreach (var ignored in files[true].Where(found => !TemplateFolder.IsTemplate(found)))
            IgnoredFiles.Check(ignored, $"{folder}/{TemplateFolder.Name}", findings);

        return files;
    }

    /// <summary>The document that a template makes of the definition; the definition itself when it names no template.</summary>
    private static JObject? Rendered(
        JObject? definition,
        FoundFile found,
        string kind,
        IReadOnlyList<string> nameFields,
        TemplatedDefinition templated
    )
    {
        if (definition?.ContainsKey(TemplatedDefinition.Field) != true)
            return definition;

        var nameToken = Present(definition, nameFields) is { } field ? definition.SelectToken(field) : null;
        var name = nameToken is JValue { Value: string text } ? text : found.Path;
        return templated.Render(definition, found.File, AssetId.Of(kind, name));
    }

    private static Declaration Declared(string kind, string name, FoundFile found, JObject document) =>
        new()
        {
            Kind = kind,
            Name = name,
            File = found.File,
            Content = document,
            FullPath = found.FullPath,
        };

    private static void AddSameNames(
        IReadOnlyList<Declaration> declarations,
        IReadOnlyList<string> nameFields,
        ICollection<Finding> findings
    )
    {
        var groups = declarations.GroupBy(declaration => declaration.Name, StringComparer.Ordinal).Where(group => group.Count() > 1);
        foreach (var group in groups)
            foreach (var declaration in group)
                findings.Add(TwoFilesWithOneName(declaration, group, nameFields));
    }

    private static string? NameOf(
        JObject document,
        IReadOnlyList<string> fields,
        string file,
        string folder,
        ICollection<Finding> findings
    )
    {
        var field = Present(document, fields) ?? fields[0];
        var value = document.SelectToken(field);
        if (value?.Type == JTokenType.String && !string.IsNullOrWhiteSpace((string)value!))
            return (string)value!;

        if (value is null && SeveralObjects.In(document, folder) is { } several)
        {
            findings.Add(
                SourceLocation
                    .Of(several.At, file)
                    .Finding(
                        "DEC009",
                        $"{several.At.Path} holds {(several.Count == 1 ? "an object" : $"{several.Count} objects")}, and a file of "
                            + $"{folder}/ is one object. Write each into a file of its own, {folder}/NAME.json, with {fields[0]} at "
                            + "its top."
                    )
            );
            return null;
        }

        findings.Add(
            SourceLocation
                .Of(document, field, file)
                .Finding(
                    value is null ? "DEC001" : "DEC002",
                    value is null
                        ? $"{field} is missing{Misspelled(document, field)}. Add it: the asset is found in the workspace by this name."
                        : $"{field} must be a text that is not empty, and it is {Described(value)}. Give the asset a name."
                )
        );
        return null;
    }

    private static string? Present(JObject document, IReadOnlyList<string> fields) =>
        fields.FirstOrDefault(field => document.SelectToken(field) is not null);

    private static string Misspelled(JObject document, string field) =>
        (
            NameSuggestion.Of(field, document.Properties().Select(property => property.Name))
            ?? Names.FirstOrDefault(name => document[name] is JValue { Value: string })
        )
            is { } near
            ? $"; {near} was perhaps meant to be it"
            : "";

    private static string Described(JToken value) =>
        value.Type switch
        {
            JTokenType.String => ((string)value!).Length == 0 ? "empty" : "blank",
            JTokenType.Null => "null",
            JTokenType.Object => "an object",
            JTokenType.Array => "a list",
            JTokenType.Boolean => "true or false without quotes",
            _ => "a number without quotes",
        };

    internal static Finding TwoFilesWithOneName(Declaration declaration, IEnumerable<Declaration> same, IReadOnlyList<string> fields)
    {
        var others = string.Join(" and ", same.Where(other => other != declaration).Select(other => other.File));
        return declaration.At(
            JsonPositions.Nearest(declaration.Content, Present(declaration.Content, fields)!),
            "DEC003",
            $"{others} has the same name. Rename or remove one of them."
        );
    }
}
