using System.Text;

namespace Layercake.Engine.Variables;

/// <summary>One variable in a text: <c>${var.x}</c>.</summary>
/// <param name="Group"><c>var</c>, <c>env</c> or <c>git</c>.</param>
internal sealed record VariableName(string Group, string Name)
{
    public override string ToString() => $"${{{Group}.{Name}}}";
}

/// <summary>A text taken apart at its variables.</summary>
/// <remarks>
/// <c>$${</c> stands for the characters <c>${</c>, as for secrets, and stays as it is here: what is sent is made of it later. Every other
/// <c>${…}</c> and all of <c>{{…}}</c> passes.
/// </remarks>
internal sealed class VariableText
{
    public const string Escape = "$${";

    private static readonly string[] Groups = ["var", "env", "git"];

    private readonly List<(string Text, VariableName? Variable)> parts = [];

    /// <summary>It begins a variable that has no end.</summary>
    public bool IsUnfinished { get; private set; }

    public IEnumerable<VariableName> Names => parts.Select(part => part.Variable).OfType<VariableName>();

    /// <summary>The variable that is all of the text; null when there is more, or none.</summary>
    public VariableName? Alone => parts is [{ Variable: { } only }] ? only : null;

    /// <summary>Null for a text without variables.</summary>
    public static VariableText? Parse(string text)
    {
        if (!Groups.Any(group => text.Contains($"${{{group}.", StringComparison.Ordinal)))
            return null;

        var parsed = new VariableText();
        parsed.Take(text);
        return parsed.IsUnfinished || parsed.Names.Any() ? parsed : null;
    }

    /// <summary>The text with its variables replaced.</summary>
    public string With(Func<VariableName, string> value)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var piece = part.Variable is { } variable ? value(variable) : part.Text;

            // Two pieces must not become the start of a reference that neither of them holds.
            if (text.Length > 0 && text[^1] == '$' && piece.StartsWith('{'))
                text.Append('$');
            text.Append(piece);
        }

        return text.ToString();
    }

    private void Take(string text)
    {
        var plain = new StringBuilder();
        for (var place = 0; place < text.Length;)
        {
            var rest = text.AsSpan(place);
            if (rest.StartsWith(Escape))
            {
                plain.Append(Escape);
                place += Escape.Length;
            }
            else if (GroupOf(rest) is { } group)
            {
                var start = group.Length + 3;
                var end = rest.IndexOf('}');
                if (end < 0)
                {
                    IsUnfinished = true;
                    plain.Append(rest);
                    break;
                }

                Flush();
                parts.Add(("", new VariableName(group, rest[start..end].ToString())));
                place += end + 1;
            }
            else
            {
                plain.Append(text[place++]);
            }
        }

        Flush();

        void Flush()
        {
            if (plain.Length > 0)
                parts.Add((plain.ToString(), null));

            plain.Clear();
        }
    }

    private static string? GroupOf(ReadOnlySpan<char> text)
    {
        foreach (var group in Groups)
            if (text.StartsWith($"${{{group}."))
                return group;

        return null;
    }
}
