using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>Reads the text between the brackets of a template's string: calls, literals, <c>.name</c> and <c>[index]</c>.</summary>
internal sealed class ExpressionReader
{
    private readonly string text;
    private int at;

    private ExpressionReader(string text) => this.text = text;

    /// <exception cref="TemplateException">It is no expression.</exception>
    public static Expression Read(string text)
    {
        var reader = new ExpressionReader(text);
        var expression = reader.ReadExpression();
        return reader.Peek() is '\0' ? expression : throw reader.Unexpected();
    }

    private Expression ReadExpression()
    {
        var expression = ReadPrimary();
        while (true)
            if (Take('.'))
                expression = new Expression.Property(expression, ReadName());
            else if (Take('['))
            {
                expression = new Expression.Item(expression, ReadExpression());
                Expect(']');
            }
            else
                return expression;
    }

    private Expression ReadPrimary()
    {
        var next = Peek();
        if (next == '\'')
            return new Expression.Literal(ReadString());

        if (char.IsAsciiDigit(next) || next == '-')
            return new Expression.Literal(ReadNumber());

        var name = ReadName();
        while (Take('.'))
            name = ReadName();

        Expect('(');
        var arguments = new List<Expression>();
        if (!Take(')'))
        {
            do arguments.Add(ReadExpression());
            while (Take(','));
            Expect(')');
        }

        return new Expression.Call(name, arguments);
    }

    private string ReadString()
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
            if (text[at] != '\'')
                value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '\'')
                value.Append(text[at++]);
            else
            {
                at++;
                return value.ToString();
            }

        throw new TemplateException($"the expression '{text}' has a string without an end");
    }

    private JValue ReadNumber()
    {
        var start = at++;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;

        return long.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new JValue(number)
            : throw Unexpected();
    }

    private string ReadName()
    {
        Peek();
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '$'))
            at++;

        return at > start ? text[start..at] : throw Unexpected();
    }

    private char Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;

        return at < text.Length ? text[at] : '\0';
    }

    private bool Take(char wanted)
    {
        if (Peek() != wanted)
            return false;

        at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
            throw Unexpected();
    }

    private TemplateException Unexpected() =>
        new($"the language expression '{text}' is not valid: unexpected {(at < text.Length ? $"'{text[at]}'" : "end")} at position {at}");
}
