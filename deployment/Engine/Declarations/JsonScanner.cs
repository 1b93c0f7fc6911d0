using System.Text;

namespace Layercake.Engine.Declarations;

/// <summary>Walks over the characters of a JSON text, counting lines, and reads names, texts and words.</summary>
internal sealed class JsonScanner(string text)
{
    private int position;
    private int lineStart;

    public int Line { get; private set; } = 1;

    public int Column => position - lineStart + 1;

    public bool AtEnd => position >= text.Length;

    /// <summary>The character here; zero at the end.</summary>
    public char Here => AtEnd ? '\0' : text[position];

    /// <summary>The current character, for a message.</summary>
    public string Found =>
        AtEnd ? "the end of the file"
        : char.IsControl(Here) ? $"the control character U+{(int)Here:X4}"
        : $"'{Rune.GetRuneAt(text, position)}'";

    public JsonProblem Problem(string message, string code = "JSN001") => new(code, message, Line, Column);

    public void Advance()
    {
        // CR LF is one line break, and a CR alone is one too.
        if (Here == '\n' || (Here == '\r' && (position + 1 >= text.Length || text[position + 1] != '\n')))
        {
            Line++;
            lineStart = position + 1;
        }

        position++;
    }

    /// <summary>Skips blanks and comments.</summary>
    public void SkipBlanksAndComments()
    {
        while (!AtEnd)
        {
            if (Here is ' ' or '\t' or '\r' or '\n')
                Advance();
            else if (Here == '/')
                SkipComment();
            else
                return;
        }
    }

    /// <summary>Reads a text in double quotes, from its opening quote.</summary>
    public string ReadText()
    {
        var (line, column) = (Line, Column);
        var value = new StringBuilder();
        for (Advance(); Here != '"'; Advance())
        {
            if (AtEnd || Here is '\n' or '\r')
                throw new JsonProblem(
                    "JSN001",
                    "This text is not closed on its line: a double quote is missing at its end. A line break inside a text is written \\n.",
                    line,
                    column
                );
            if (Here < ' ')
                throw Problem($"Inside a text, {(Here == '\t' ? "a tab is written \\t" : $"{Found} is written \\u{(int)Here:x4}")}.");

            value.Append(Here == '\\' ? ReadEscape() : Here);
        }

        Advance();
        var read = value.ToString();
        if (HasHalfCharacter(read))
            throw new JsonProblem(
                "JSN001",
                "This text holds half a character: a \\ud800 to \\udfff without its partner. Write the character itself.",
                line,
                column
            );

        return read;
    }

    /// <summary>The letters, digits and signs up to the next blank, comma, bracket or comment.</summary>
    public string ReadWord()
    {
        var start = position;
        while (!AtEnd && !char.IsWhiteSpace(Here) && !",:{}[]\"'/".Contains(Here, StringComparison.Ordinal))
            Advance();

        return text[start..position];
    }

    private char ReadEscape()
    {
        Advance();
        switch (Here)
        {
            case '"' or '\\' or '/':
                return Here;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return ReadCodeUnit();
            default:
                throw Problem($"A backslash is followed by {Found}. A backslash itself is written \\\\.");
        }
    }

    private char ReadCodeUnit()
    {
        var value = 0;
        for (var digit = 0; digit < 4; digit++)
        {
            Advance();
            if (!char.IsAsciiHexDigit(Here))
                throw Problem($"After \\u, four hexadecimal digits are expected, but this is {Found}.");

            value = (value << 4) | Convert.ToInt32(Here.ToString(), 16);
        }

        return (char)value;
    }

    private void SkipComment()
    {
        var (line, column) = (Line, Column);
        Advance();
        if (Here == '/')
        {
            while (!AtEnd && Here is not ('\n' or '\r'))
                Advance();
            return;
        }

        if (Here != '*')
            throw new JsonProblem("JSN001", "A lone slash means nothing here. A comment starts with // or with /*.", line, column);

        for (Advance(); !AtEnd; Advance())
        {
            if (Here == '*' && position + 1 < text.Length && text[position + 1] == '/')
            {
                Advance();
                Advance();
                return;
            }
        }

        throw new JsonProblem("JSN001", "This comment is not closed: */ is missing.", line, column);
    }

    private static bool HasHalfCharacter(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
