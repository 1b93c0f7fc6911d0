namespace Layercake.Engine.Declarations.Templates;

/// <summary>One template, taken apart.</summary>
internal sealed class Template
{
    private Template(string file, string text, IReadOnlyList<TemplateNode> nodes) =>
        (File, Lines, Nodes) = (file, new LineTable(text), nodes);

    /// <summary>As findings show it: <c>jobs/templates/standard.json</c>.</summary>
    public string File { get; }

    public LineTable Lines { get; }

    public IReadOnlyList<TemplateNode> Nodes { get; }

    /// <summary>Null and findings when it is not written as templates are.</summary>
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
            findings.Add(
                new SourceLocation(file, lines.At(problem.Offset).Line, lines.At(problem.Offset).Column).Finding(problem.Code, problem.Message)
            );

        return null;
    }

    /// <summary>
    /// The first names below the root that are mentioned anywhere, in branches that are not taken too; null when all of it is.
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
