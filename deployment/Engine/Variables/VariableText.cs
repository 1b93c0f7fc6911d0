using System.Text;

namespace Layercake.Engine.Variables;

/// <summary>One variable in a text: <c>${var.x}</c>.</summary>
/// <param name="Group"><c>var</c>, <c>env</c> or <c>git</c>.</param>
internal sealed record VariableName(string Group, string Name)
{
    public override string ToString() => $"${{{Group}.{Name}}}";
}

/// <summary>A text, split at its variables.</summary>
/// <remarks>
/// <c>$${</c> stands for the characters <c>${</c>, as for secrets. It is not replaced here but later, when the document is sent. Every
/// other <c>${…}</c> and every <c>{{…}}</c> stays as it is.
/// </remarks>
internal sealed class VariableText
{
    public const string Escape = "$${";

    private static readonly string[] Groups = ["var", "env", "git"];

    private readonly List<(string Text, VariableName? Variable)> parts = [];

    /// <summary>The text has the opening of a variable without the closing brace.</summary>
    public bool IsUnfinished { get; private set; }

    public IEnumerable<VariableName> Names => parts.Select(part => part.Variable).OfType<VariableName>();

    /// <summary>The variable, when the text is one variable and nothing else; otherwise null.</summary>
    public VariableName? Alone => parts is [{ Variable: { } only }] ? only : null;

    /// <summary>Null for a text without variables.</summary>
    public static VariableText? Parse(string text)
    {
        if (!Groups.Any(group => text.Contains($"${{{group}.", StringComparison.Ordinal)))
            return null;

        var parsed = new VariableText();
        parsed.Split(text);
        return parsed.IsUnfinished || parsed.Names.Any() ? parsed : null;
    }

    /// <summary>The text with its variables replaced.</summary>
    public string With(Func<VariableName, string> value)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var piece = part.Variable is { } variable ? value(variable) : part.Text;

            // Two parts together must not form the opening of a reference that neither of them has.
            if (text.Length > 0 && text[^1] == '$' && piece.StartsWith('{'))
                text.Append('$');
            text.Append(piece);
        }

        return text.ToString();
    }

    private void Split(string text)
    {
        var plain = new StringBuilder();
        for (var position = 0; position < text.Length;)
        {
            var rest = text.AsSpan(position);
            if (rest.StartsWith(Escape))
            {
                plain.Append(Escape);
                position += Escape.Length;
            }
            else if (GroupOf(rest) is not { } group)
            {
                plain.Append(text[position++]);
            }
            else if (rest.IndexOf('}') is >= 0 and var end)
            {
                AddText(plain);
                var nameStart = group.Length + "${.".Length;
                parts.Add(("", new VariableName(group, rest[nameStart..end].ToString())));
                position += end + 1;
            }
            else
            {
                IsUnfinished = true;
                plain.Append(rest);
                break;
            }
        }

        AddText(plain);
    }

    private void AddText(StringBuilder plain)
    {
        if (plain.Length > 0)
            parts.Add((plain.ToString(), null));

        plain.Clear();
    }

    private static string? GroupOf(ReadOnlySpan<char> text)
    {
        foreach (var group in Groups)
            if (text.StartsWith($"${{{group}."))
                return group;

        return null;
    }
}
