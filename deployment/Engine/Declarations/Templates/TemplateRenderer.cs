using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>Fills a template with the values of one definition.</summary>
internal sealed class TemplateRenderer(TemplateOutput output, Action<TemplateProblem> tell)
{
    public void Render(IReadOnlyList<TemplateNode> nodes, TemplateScope scope)
    {
        foreach (var node in nodes)
            switch (node)
            {
                case LiteralNode literal:
                    output.Literal(literal.Text, literal.Offset);
                    break;
                case ValueNode value when !output.IsInComment:
                    Render(value, scope);
                    break;
                case BlockNode block:
                    Render(block, scope);
                    break;
            }
    }

    private void Render(ValueNode node, TemplateScope scope)
    {
        if (scope.Find(node.Path) is { } value)
            output.Value(value, node.Offset);
        else if (ServiceReferences.Contain(node.Path.Text))
            output.Literal(output.IsInText ? PassedOn(node) : $"\"{PassedOn(node)}\"", node.Offset);
        else
        {
            tell(Missing(node, scope));

            // Null keeps the output valid, so that later errors are found too.
            output.Literal(output.IsInText ? "" : "null", node.Offset);
        }
    }

    // Removes only what the service does not understand: a third brace, ~ and &.
    private static string PassedOn(ValueNode node) =>
        node.Written.StartsWith("{{{", StringComparison.Ordinal) || node.Written.AsSpan().IndexOfAny('~', '&') >= 0
            ? $"{{{{{node.Path.Text}}}}}"
            : node.Written;

    private static TemplateProblem Missing(ValueNode node, TemplateScope scope)
    {
        var name = node.Path.Steps.Count == 0 ? node.Path.Text : node.Path.Steps[^1];
        return new TemplateProblem(
            "TPL002",
            $"{node.Written} has no value.{NameSuggestion.Suggest(name, scope.Names(node.Path))} Add {name} to the definition, or "
                + $"write \\{node.Written} for the braces themselves.",
            node.Offset
        );
    }

    private void Render(BlockNode block, TemplateScope scope)
    {
        var value = scope.Find(block.Path);
        switch (block.Helper)
        {
            case "if":
                Render(IsTrue(value) ? block.Then : block.Else, scope);
                break;
            case "unless":
                Render(IsTrue(value) ? block.Else : block.Then, scope);
                break;
            case "with" when IsTrue(value):
                Render(block.Then, scope.Inside(value!, block.Names));
                break;
            case "each" when value is JArray { Count: > 0 } list:
                for (var i = 0; i < list.Count; i++)
                    Render(block.Then, scope.Entry(list[i], i, i, list.Count, block.Names));
                break;
            case "each" when value is JObject { Count: > 0 } fields:
                foreach (var (field, i) in fields.Properties().Select((field, i) => (field, i)))
                    Render(block.Then, scope.Entry(field.Value, field.Name, i, fields.Count, block.Names));
                break;
            case "each" when value is JValue { Type: not JTokenType.Null }:
                throw new TemplateProblem(
                    "TPL005",
                    $"#each goes through a list or an object, and {block.Path.Text} is neither. Put a list into the "
                        + $"definition, or use #if.",
                    block.Offset
                );
            default:
                Render(block.Else, scope);
                break;
        }
    }

    /// <summary>As in Handlebars: false, null, 0, an empty text and an empty list are not true.</summary>
    private static bool IsTrue(JToken? value) =>
        value switch
        {
            null or { Type: JTokenType.Null } => false,
            { Type: JTokenType.Boolean } => (bool)value,
            { Type: JTokenType.Integer or JTokenType.Float } => ((JValue)value)
                .ToString(System.Globalization.CultureInfo.InvariantCulture)
                .Trim('0', '.', '-')
                .Length > 0,
            { Type: JTokenType.String } => ((string)value!).Length > 0,
            JArray list => list.Count > 0,
            _ => true,
        };
}
