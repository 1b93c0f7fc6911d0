using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Documents;

/// <summary>The files of a folder that hold the texts of fields, beside the declarations that they belong to.</summary>
internal sealed class FieldFiles
{
    private readonly IReadOnlyList<FieldFile> fields;
    private readonly IReadOnlyDictionary<string, FoundFile> texts;
    private readonly ICollection<Finding> findings;

    /// <param name="found">All files of the folder.</param>
    public FieldFiles(IReadOnlyList<FieldFile> fields, IEnumerable<FoundFile> found, ICollection<Finding> findings)
    {
        (this.fields, this.findings) = (fields, findings);
        texts = found.Where(file => fields.Any(field => field.Is(file.Path))).ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    public bool Has(FoundFile file) => texts.ContainsKey(file.Path);

    /// <summary>The name that a text in a file whose ending has other capitals must have; null for any other file.</summary>
    public string? NameFor(FoundFile file) =>
        fields.FirstOrDefault(field => file.Path.EndsWith(field.Ending, StringComparison.OrdinalIgnoreCase)) is { } field
            ? Path.GetFileName(file.Path[..^field.Ending.Length] + field.Ending)
            : null;

    /// <summary>Puts the texts into the declaration that they stand beside.</summary>
    /// <returns>False, with findings, when a text cannot be read.</returns>
    public bool AddTo(Declaration declaration, FoundFile definition)
    {
        var all = true;
        foreach (var field in fields)
            if (texts.TryGetValue(field.Of(definition.Path), out var file))
                all &= Add(declaration, field, file);

        return all;
    }

    /// <summary>Warns of texts without a declaration.</summary>
    /// <param name="definitions">The declarations of the folder, also those that could not be read.</param>
    public void WarnOfOrphans(IReadOnlyCollection<string> definitions)
    {
        foreach (var (path, file) in texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            var owner = fields.First(field => field.Is(path)).Owner(path);
            if (!definitions.Contains(owner))
                findings.Add(
                    new SourceLocation(file.File, 0, 0).Finding(
                        "DEC006",
                        $"This file is not deployed: there is no {owner} beside it.{NameSuggestion.Suggest(owner, definitions)} Add it, or "
                            + $"rename or remove this file.",
                        severity: Severity.Warning
                    )
                );
        }
    }

    private bool Add(Declaration declaration, FieldFile field, FoundFile file)
    {
        if (declaration.Content.Property(field.Field) is { } given)
        {
            findings.Add(declaration.At(given, "DEC007", $"{field.Field} stands here and in {file.File}. Remove one of them."));
            return true;
        }

        if (Read(file, declaration) is not { } text)
            return false;

        var place = new SourceLocation(file.File, 1, 1);
        var value = SourceLocation.Move(new JValue(text), place);
        value.AddAnnotation(new FieldText(file.File, text));
        declaration.Content.Add(SourceLocation.Move(new JProperty(field.Field, value), place));
        return true;
    }

    /// <summary>An error is one of the declaration too, which cannot be deployed without it.</summary>
    private string? Read(FoundFile file, Declaration declaration)
    {
        var problems = new List<Finding>();
        string? text = null;
        try
        {
            if (FileReading.Bytes(file.FullPath, file.File, problems) is { } bytes)
                text = FieldFile.Read(JsonEncoding.Decode(bytes));
        }
        catch (JsonProblem problem)
        {
            problems.Add(new SourceLocation(file.File, problem.Line, problem.Column).Finding(problem.Code, problem.Message));
        }

        foreach (var problem in problems)
            findings.Add(problem with { Definitions = [declaration.File] });

        return text;
    }
}
