using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind declared as one JSON document per object.</summary>
/// <param name="nameFields">The paths of the name in a declaration; the first existing one counts.</param>
internal abstract class JsonKind(string name, string noun, params string[] nameFields) : AssetKind(name, noun)
{
    public override string NameField => nameFields[0];

    /// <summary>
    /// Fields whose text people keep in a file beside the declaration. Such a field is required: a missing file is not an empty text.
    /// </summary>
    public virtual IReadOnlyList<FieldFile> FieldFiles => [];

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        [
            .. new JsonDeclarations(assets) { TemplateRoot = Noun.Replace(' ', '_'), FieldFiles = FieldFiles }
                .Read(Name, Name, nameFields, findings)
                .Select(declaration => Opened(declaration, findings)),
        ];

    private Declaration Opened(Declaration declaration, ICollection<Finding> findings)
    {
        // Of a pipeline the name beside the settings is the one that counts: a copy gets another.
        foreach (var field in Whole?.SaidTwice(declaration.Content).Where(field => field.Name != NameField) ?? [])
            findings.Add(
                declaration.At(
                    field,
                    "DEC014",
                    $"{field.Name} stands in {Whole!.Wrapper} and beside it, and says two things. Keep one of them."
                )
            );

        return declaration with { Content = Opened(declaration.Content, declaration.File) };
    }

    public override void CheckRead(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings)
    {
        foreach (var declaration in declarations)
        {
            WarnOfReadOnlyFields(declaration, findings);
            new SchemaCheck(new CheckReport(declaration, findings)).Check(
                declaration.Content,
                Rules.Schema,
                InsteadOf
            );
            CheckTexts(declaration, findings);
            Check(declaration, findings);
        }
    }

    /// <summary>How a whole answer of the service is declared; null for a kind of which a file holds bare settings.</summary>
    protected virtual WholeAnswer? Whole => null;

    /// <summary>The declaration in the document of a file, taken out of a wrapper if the kind knows one; may change the document.</summary>
    public virtual JObject Opened(JObject document, string file) => document;

    /// <summary>Takes out of an exported document what the file before it leaves to be understood, in place.</summary>
    /// <param name="file">As it is written.</param>
    public virtual void Shorten(JObject document, JObject file) { }

    /// <summary>The texts in files of their own are what people open the object for.</summary>
    public override IReadOnlyList<string> Readable => [.. FieldFiles.Select(text => text.Field)];

    /// <summary>Why a file must not have a field that the schema does not have, and what to write in its place; null for most.</summary>
    internal virtual string? InsteadOf(string field) =>
        field == BundleFields.Permissions && Permissions is { } type
            ? BundleFields.Write(
                $"{PermissionType.Field}, a list of entries such as {{ \"group_name\": \"analysts\", \"permission_level\": "
                    + $"\"{type.Levels[0]}\" }}"
            )
            : null;

    /// <summary>Offline checks of this kind, beyond what its schema says.</summary>
    protected virtual void Check(Declaration declaration, ICollection<Finding> findings) { }

    /// <summary>After the environment's overlays, which may give a text too.</summary>
    /// <remarks>What is no JSON is told by the kind.</remarks>
    private void CheckTexts(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var field in FieldFiles.Where(field => !field.IsJson))
            if (declaration.Content[field.Field] is JValue { Value: string text } value && string.IsNullOrWhiteSpace(text))
                findings.Add(
                    FieldText
                        .PlaceOf(value, text, declaration.File)
                        .Finding(
                            "DEC013",
                            $"{field.Field} is empty. Write the text, or remove the {Noun}.",
                            declaration.Asset,
                            field.MayBeEmpty ? Severity.Warning : Severity.Error
                        )
                );

        foreach (var field in FieldFiles.Where(field => declaration.Content[field.Field] is null or { Type: JTokenType.Null }))
            findings.Add(
                declaration.At(
                    declaration.Content,
                    "DEC008",
                    $"it has no {field.Field}, and there is no {field.Of(declaration.File)}. Put the text into that file, or into the "
                        + "field."
                )
            );
    }

    private void WarnOfReadOnlyFields(Declaration declaration, ICollection<Finding> findings)
    {
        var fields = declaration
            .Content.Properties()
            .Where(property => Rules.Schema.Field(property.Name) is { IsReadOnly: true, MayBeDeclared: false })
            .ToList();
        if (fields.Count == 0)
            return;

        findings.Add(
            declaration.At(
                fields[0],
                "DEC005",
                fields.Count == 1
                    ? $"{fields[0].Name} is set by the service and is not sent. Remove it from the declaration."
                    : $"{string.Join(", ", fields.Select(field => field.Name))} are set by the service and are not sent. Remove them "
                        + $"from the declaration.",
                Severity.Warning
            )
        );
    }
}
