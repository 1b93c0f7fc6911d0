using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>
/// The output of a template. Tracks the position in the JSON structure, so that each value is written as its position needs it, and the
/// source of every part.
/// </summary>
/// <param name="file">The template, as findings show it.</param>
/// <param name="lines">Of the template.</param>
/// <param name="definition">The file that the values come from, as findings show it.</param>
internal sealed class TemplateOutput(string file, LineTable lines, string definition)
{
    /// <summary>The service accepts requests up to 10 MB; a template with more output repeats itself by mistake.</summary>
    private const int Longest = 4 * 1024 * 1024;

    private readonly StringBuilder text = new();
    private readonly List<(int Start, int Offset, SourceLocation? Place)> sources = [];
    private State state;

    private enum State
    {
        Outside,
        Text,
        AfterBackslash,
        AfterSlash,
        LineComment,
        BlockComment,
        AfterStar,
    }

    public bool IsInComment => state is State.LineComment or State.BlockComment or State.AfterStar;

    public bool IsInText => state is State.Text or State.AfterBackslash;

    public override string ToString() => text.ToString();

    public void Literal(string literal, int offset)
    {
        sources.Add((text.Length, offset, null));
        Append(literal, offset);
        foreach (var letter in literal)
            state = After(letter);
    }

    /// <summary>
    /// Writes a value so that the output stays JSON: as a JSON value, or inside a text as escaped characters.
    /// </summary>
    public void Value(JToken value, int offset)
    {
        if (IsInComment)
            return;

        if (IsInText)
            InText(value, offset);
        else
            Whole(value, offset);

        // Literals after it are added with their own source.
        if (state == State.AfterSlash)
            state = State.Outside;
    }

    /// <summary>The source of the text at a line and column of the output.</summary>
    public SourceLocation Source(LineTable outcome, int line, int column)
    {
        var place = outcome.Offset(line, column);
        var found = sources.FindLastIndex(source => source.Start <= place);
        if (found < 0)
            return new SourceLocation(file, 0, 0);

        var source = sources[found];
        return source.Place ?? Template(source.Offset + place - source.Start);
    }

    public SourceLocation Template(int offset)
    {
        var (line, column) = lines.At(offset);
        return new SourceLocation(file, line, column);
    }

    private void InText(JToken value, int offset)
    {
        if (value is JContainer)
            throw new TemplateProblem(
                "TPL007",
                $"This value is {(value is JArray ? "a list" : "an object")} and stands in double quotes. Remove the quotes around "
                    + $"the braces, or name one of its values.",
                offset
            );

        Mark(value, offset);
        Append(
            value is JValue { Value: string text } ? JsonConvert.ToString(text)[1..^1]
                : value.Type == JTokenType.Null ? ""
                : value.ToString(Formatting.None),
            offset
        );
    }

    private void Whole(JToken value, int offset)
    {
        Mark(value, offset);
        switch (value)
        {
            case JObject fields:
                Entries('{', fields.Properties(), '}', offset);
                break;
            case JArray list:
                Entries('[', list, ']', offset);
                break;
            case JProperty field:
                Append(JsonConvert.ToString(field.Name) + ":", offset);
                Whole(field.Value, offset);
                break;
            default:
                Append(value.ToString(Formatting.None), offset);
                break;
        }
    }

    private void Entries(char open, IEnumerable<JToken> entries, char close, int offset)
    {
        var comma = open.ToString();
        foreach (var entry in entries)
        {
            Append(comma, offset);
            Whole(entry, offset);
            comma = ",";
        }

        Append(comma == "," ? close.ToString() : $"{open}{close}", offset);
    }

    private void Mark(JToken value, int offset)
    {
        var place = SourceLocation.Of(value, definition);
        sources.Add((text.Length, offset, place.Line > 0 ? place : Template(offset)));
    }

    private void Append(string piece, int offset)
    {
        if (text.Length + piece.Length > Longest)
            throw new TemplateProblem(
                "TPL008",
                "The template has become more than 4 MB by here. Look for an #each that repeats too much.",
                offset
            );

        text.Append(piece);
    }

    private State After(char letter) =>
        (state, letter) switch
        {
            (State.Text, '\\') => State.AfterBackslash,
            (State.Text, '"') => State.Outside,
            (State.Text or State.AfterBackslash, _) => State.Text,
            (State.LineComment, '\n' or '\r') => State.Outside,
            (State.BlockComment or State.AfterStar, '*') => State.AfterStar,
            (State.AfterStar, '/') => State.Outside,
            (State.AfterStar, _) => State.BlockComment,
            (State.LineComment or State.BlockComment, _) => state,
            (State.AfterSlash, '/') => State.LineComment,
            (State.AfterSlash, '*') => State.BlockComment,
            (_, '"') => State.Text,
            (_, '/') => State.AfterSlash,
            _ => State.Outside,
        };
}
