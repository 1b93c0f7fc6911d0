using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>Makes a document from a definition and the template that it names.</summary>
/// <param name="root">The name of the definition inside the template: <c>job</c>.</param>
internal sealed class TemplatedDefinition(TemplateFolder templates, string root, ICollection<Finding> findings)
{
    /// <summary>The field that names the template.</summary>
    public const string Field = "template";

    /// <summary>Null, with findings, when the document cannot be made.</summary>
    /// <param name="asset">As kind and name.</param>
    public JObject? Render(JObject definition, string file, string asset)
    {
        SourceLocation.Mark(definition, file);
        var field = definition.Property(Field)!;
        if (field.Value is not JValue { Value: string { Length: > 0 } name })
        {
            findings.Add(
                SourceLocation
                    .Of(field, file)
                    .Finding("TPL001", $"{Field} must be the name of a template, as a text in double quotes.", asset)
            );
            return null;
        }

        var template = templates.Find(name, file, out var problem);
        if (problem is not null)
            findings.Add(SourceLocation.Of(field, file).Finding("TPL001", problem, asset));

        return template is null ? null : Render(template, definition, file, asset);
    }

    private JObject? Render(Template template, JObject definition, string file, string asset)
    {
        var values = new JObject(definition.Properties().Where(field => field.Name != Field));
        WarnOfUnused(template, values, file, asset);

        var output = new TemplateOutput(template.File, template.Lines, file);
        var problems = new List<TemplateProblem>();
        try
        {
            new TemplateRenderer(output, problems.Add).Render(template.Nodes, new TemplateScope(new JObject { [root] = values }, null));
        }
        catch (TemplateProblem problem)
        {
            problems.Add(problem);
        }

        // Distinct, since in a loop the same value may be missing many times.
        foreach (var problem in problems.DistinctBy(problem => (problem.Offset, problem.Message)))
            findings.Add(
                output.Template(problem.Offset).Finding(problem.Code, $"{problem.Message} The definition is {file}.", asset) with
                {
                    Definitions = [file],
                }
            );

        return problems.Count == 0 ? Parse(output, file, asset) : null;
    }

    private JObject? Parse(TemplateOutput output, string file, string asset)
    {
        var text = output.ToString();
        var lines = new LineTable(text);
        try
        {
            return SourceLocation.Mark(
                JsonText.Parse(text),
                token => JsonPositions.Of(token) is var (line, column) && line > 0 ? output.Source(lines, line, column) : output.Template(0)
            );
        }
        catch (JsonProblem problem)
        {
            findings.Add(
                output
                    .Source(lines, problem.Line, problem.Column)
                    .Finding("TPL004", $"With the values of {file} this is not JSON: {problem.Message}", asset) with
                {
                    Definitions = [file],
                }
            );
            return null;
        }
    }

    private void WarnOfUnused(Template template, JObject values, string file, string asset)
    {
        if (template.Mentioned(root) is not { } mentioned)
            return;

        foreach (var field in values.Properties().Where(field => !mentioned.Contains(field.Name)))
            findings.Add(
                SourceLocation
                    .Of(field, file)
                    .Finding(
                        "TPL003",
                        $"{template.File} uses no {root}.{field.Name}.{NameSuggestion.Suggest(field.Name, mentioned)} Use it there, "
                            + $"or remove it.",
                        asset,
                        Severity.Warning
                    )
            );
    }
}
