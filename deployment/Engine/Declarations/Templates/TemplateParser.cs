using System.Text.RegularExpressions;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>Reads a template: values, and the blocks <c>if</c>, <c>unless</c>, <c>each</c> and <c>with</c>.</summary>
internal sealed partial class TemplateParser
{
    public static readonly string[] Helpers = ["if", "unless", "each", "with"];

    /// <summary>A limit on nesting: deeper templates are not readable.</summary>
    private const int DeepestBlock = 30;

    private readonly IReadOnlyList<TemplatePart> parts;
    private int next;
    private int depth;

    private TemplateParser(IReadOnlyList<TemplatePart> parts) => this.parts = parts;

    /// <exception cref="TemplateProblem">The template has a syntax error.</exception>
    public static IReadOnlyList<TemplateNode> Parse(string text)
    {
        var parser = new TemplateParser(TemplateLexer.Parts(text));
        var nodes = parser.Nodes();
        return parser.next == parser.parts.Count ? nodes : throw Stray(parser.parts[parser.next]);
    }

    /// <summary>Reads up to the end, or to an <c>else</c> or the end of a block, which are not consumed.</summary>
    private List<TemplateNode> Nodes()
    {
        var nodes = new List<TemplateNode>();
        for (; next < parts.Count; next++)
        {
            var part = parts[next];
            if (!part.IsTag)
                nodes.Add(new LiteralNode(part.Text, part.Offset));
            else if (IsElse(part) || part.Text.StartsWith('/'))
                return nodes;
            else if (part.Text.StartsWith('#') || part.Text.StartsWith('^'))
                nodes.Add(Block(part));
            else
                nodes.Add(Value(part));
        }

        return nodes;
    }

    private static ValueNode Value(TemplatePart part)
    {
        if (part.Text.StartsWith('>'))
            throw new TemplateProblem(
                "TPL005",
                $"{part.Written} takes in another template, which templates cannot do here. Write its text in its place.",
                part.Offset
            );
        if (part.Text.Length == 0)
            throw new TemplateProblem("TPL005", "Nothing stands between these braces. Name a value, or remove them.", part.Offset);

        // Names of secrets may contain characters that names in templates may not.
        var path =
            TemplatePath.Parse(part.Text)
            ?? (ServiceReferences.Contain(part.Text) ? new TemplatePath(part.Text, 0, false, [part.Text]) : throw NoValue(part));
        return new ValueNode(path, part.Written, part.Offset);
    }

    private static TemplateProblem NoValue(TemplatePart part)
    {
        var helper = part.Text.Split([' ', '\t', '\r', '\n', '('], 2)[0];
        return new TemplateProblem(
            "TPL005",
            Helpers.Contains(helper) ? $"{part.Written} opens no block. Write {{{{#{part.Text}}}}} … {{{{/{helper}}}}}."
                : part.Text.Any(char.IsWhiteSpace) || part.Text.Contains('(', StringComparison.Ordinal)
                    ? $"{part.Written} calls a helper, and there are none but #if, #unless, #each and #with. Put the finished value "
                        + $"into the definition."
                : $"{part.Written} is no name of a value. Names stand with points between them; one with other characters stands in "
                    + $"brackets: [my name].",
            part.Offset
        );
    }

    private BlockNode Block(TemplatePart open)
    {
        var isInverse = open.Text[0] == '^';
        var match = isInverse ? Opening().Match($"unless {open.Text[1..].Trim()}") : Opening().Match(open.Text[1..].Trim());
        if (!match.Success)
            throw UnknownBlock(open);

        return Block(open, match.Groups["helper"].Value, match, isInverse ? match.Groups["path"].Value : match.Groups["helper"].Value);
    }

    /// <param name="closedBy">The name in the closing tag; null for an <c>else if</c>, which the closing tag of its block ends.</param>
    private BlockNode Block(TemplatePart open, string helper, Match match, string? closedBy)
    {
        if (!Helpers.Contains(helper))
            throw UnknownBlock(open);
        if (TemplatePath.Parse(match.Groups["path"].Value) is not { } path)
            throw new TemplateProblem("TPL005", $"{open.Written} must name one value, such as {{{{#{helper} job.tasks}}}}.", open.Offset);
        if (++depth > DeepestBlock)
            throw new TemplateProblem("TPL005", $"Blocks are nested more than {DeepestBlock} deep here.", open.Offset);

        next++;
        IReadOnlyList<TemplateNode> then = Nodes();
        IReadOnlyList<TemplateNode> otherwise = Else(open);
        if (next == parts.Count)
            throw new TemplateProblem("TPL005", $"{open.Written} is not closed: {{{{/{closedBy ?? helper}}}}} is missing.", open.Offset);
        if (closedBy is not null && parts[next].Text[1..].Trim() != closedBy)
            throw new TemplateProblem(
                "TPL005",
                $"{parts[next].Written} closes nothing: {open.Written} of an earlier line is still open, and ends with "
                    + $"{{{{/{closedBy}}}}}.",
                parts[next].Offset
            );

        depth--;
        return new BlockNode(
            helper,
            path,
            match.Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            then,
            otherwise,
            open.Offset
        );
    }

    private List<TemplateNode> Else(TemplatePart open)
    {
        if (next == parts.Count || !IsElse(parts[next]))
            return [];

        var part = parts[next];
        if (Opening().Match(part.Text == "^" ? "" : part.Text["else".Length..].Trim()) is { Success: true } chained)
            return [Block(part, chained.Groups["helper"].Value, chained, closedBy: null)];

        next++;
        var nodes = Nodes();
        return next < parts.Count && IsElse(parts[next])
            ? throw new TemplateProblem("TPL005", $"{open.Written} has a second {{{{else}}}}. Remove one of them.", parts[next].Offset)
            : nodes;
    }

    private static bool IsElse(TemplatePart part) =>
        part.IsTag && (part.Text is "else" or "^" || part.Text.StartsWith("else ", StringComparison.Ordinal));

    private static TemplateProblem UnknownBlock(TemplatePart open)
    {
        var name = open.Text.TrimStart('#', '^').Trim().Split([' ', '\t', '\r', '\n'], 2)[0];
        return new TemplateProblem(
            "TPL005",
            $"{open.Written} is no block that is known here.{NameSuggestion.Suggest(name, Helpers)} There are #if, #unless, #each and "
                + $"#with, with one value each.",
            open.Offset
        );
    }

    private static TemplateProblem Stray(TemplatePart part) =>
        new("TPL005", $"{part.Written} stands outside of any block. Remove it, or open the block above.", part.Offset);

    [GeneratedRegex(@"^(?<helper>[a-zA-Z]+)\s+(?<path>\S+)(\s+as\s+\|\s*(?<names>[^|]*?)\s*\|)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Opening();
}
