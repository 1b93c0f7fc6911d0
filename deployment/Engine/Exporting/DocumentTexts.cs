using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>One file of a declaration: the document, or the text of one of its fields.</summary>
/// <param name="File">Relative to the assets' root, with forward slashes.</param>
/// <param name="Field">Null for the document.</param>
/// <param name="IsOnDisk">The file has this content already, byte for byte.</param>
internal sealed record DocumentPart(string File, byte[] Content, string? Field, bool IsOnDisk);

/// <summary>Texts that stand in files beside their documents.</summary>
internal sealed class DocumentTexts(IReadOnlyList<FieldFile> fields, AssetsFolder assets)
{
    /// <summary>The texts of a declaration as they stand in their files.</summary>
    public IReadOnlyList<FieldText> Of(Declaration declaration) =>
        [.. fields.Select(field => declaration.Content[field.Field]?.Annotation<FieldText>()).OfType<FieldText>()];

    /// <summary>Whether a file of that name would be read as a text.</summary>
    public bool IsText(string name) => fields.Any(field => field.Is(name));

    /// <summary>The names that documents in a folder cannot have: those of the texts there, and of the documents of such texts.</summary>
    /// <param name="names">The names of what is in the folder.</param>
    public IEnumerable<string> TakenBy(IEnumerable<string> names) =>
        names.SelectMany(name => fields.Where(field => field.Is(name)).Select(field => field.Owner(name)));

    /// <summary>The document and the texts that stand beside it; a text that the author has in the document stays there.</summary>
    /// <param name="existing">The declaration as it is; null when there is none.</param>
    public IReadOnlyList<DocumentPart> Split(JObject document, Declaration? existing, string file)
    {
        var parts = new List<DocumentPart>();
        foreach (var field in fields)
            if (existing is null || existing.Content[field.Field]?.Annotation<FieldText>() is not null)
            {
                parts.Add(Part(field.Of(file), field.Write((string?)document[field.Field] ?? ""), field.Field));
                document.Remove(field.Field);
            }

        return [Part(file, Encoding.UTF8.GetBytes(JsonLayout.Text(document)), null), .. parts];
    }

    private DocumentPart Part(string file, byte[] content, string? field)
    {
        var path = Path.Combine(assets.Root, file);
        return new DocumentPart(file, content, field, File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content));
    }
}
