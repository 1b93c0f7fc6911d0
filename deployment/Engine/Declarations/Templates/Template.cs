namespace Layercake.Engine.Declarations.Templates;

/// <summary>A parsed template.</summary>
internal sealed class Template
{
    private Template(string file, string text, IReadOnlyList<TemplateNode> nodes) =>
        (File, Lines, Nodes) = (file, new LineTable(text), nodes);

    /// <summary>As findings show it: <c>jobs/templates/standard.json</c>.</summary>
    public string File { get; }

    public LineTable Lines { get; }

    public IReadOnlyList<TemplateNode> Nodes { get; }

    /// <summary>Null, with findings, when the template has syntax errors.</summary>
    public static Template? Parse(string file, string text, ICollection<Finding> findings)
    {
        var problems = JinjaCheck.In(text).ToList();
        try
        {
            var nodes = problems.Count == 0 ? TemplateParser.Parse(text) : [];
            if (problems.Count == 0)
                return new Template(file, text, nodes);
        }
        catch (TemplateProblem problem)
        {
            problems.Add(problem);
        }

        var lines = new LineTable(text);
        foreach (var problem in problems)
        {
            var (line, column) = lines.At(problem.Offset);
            findings.Add(new SourceLocation(file, line, column).Finding(problem.Code, problem.Message));
        }

        return null;
    }

    /// <summary>
    /// The fields of the definition that the template uses, also in branches that are not taken; null when it uses the whole.
    /// </summary>
    public IReadOnlySet<string>? Mentioned(string root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Mention(Nodes, root, names) ? names : null;
    }

    private static bool Mention(IReadOnlyList<TemplateNode> nodes, string root, HashSet<string> names)
    {
        var all = true;
        foreach (var node in nodes)
        {
            var path = (node as ValueNode)?.Path ?? (node as BlockNode)?.Path;
            var place = path?.Steps.TakeWhile(step => step != root).Count() ?? 0;
            if (path is not null && place < path.Steps.Count)
            {
                if (place == path.Steps.Count - 1)
                    return false;

                names.Add(path.Steps[place + 1]);
            }

            if (node is BlockNode block)
                all = all && Mention(block.Then, root, names) && Mention(block.Else, root, names);
        }

        return all;
    }
}
