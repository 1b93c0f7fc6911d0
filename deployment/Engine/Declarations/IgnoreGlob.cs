using System.Text;

namespace Layercake.Engine.Declarations;

/// <summary>Translates one part of a pattern, which stands for one name, into what the library reads in the same way as Git.</summary>
internal sealed class IgnoreGlob(string part)
{
    private static readonly Func<char, bool>[] Classes = [char.IsAsciiDigit, char.IsAsciiLetterLower, char.IsAsciiLetterUpper];

    private readonly StringBuilder translated = new();
    private int at;

    /// <exception cref="FormatException">Nothing is ever matched by it, or the library cannot. The message is a sentence.</exception>
    public string Translated()
    {
        while (at < part.Length)
            switch (part[at])
            {
                case '*':
                    at = part.AsSpan(at).IndexOfAnyExcept('*') is >= 0 and var stars ? at + stars : part.Length;
                    translated.Append('*');
                    break;
                case '?':
                    at++;
                    translated.Append('?');
                    break;
                case '[':
                    at++;
                    Letters();
                    break;
                default:
                    translated.Append(IgnorePattern.Encoded(Literal()));
                    break;
            }

        return translated.ToString();
    }

    /// <summary>The letters between square brackets. A closing one that comes first is a letter.</summary>
    private void Letters()
    {
        translated.Append('[');
        if (at < part.Length && part[at] is '!' or '^')
        {
            at++;
            translated.Append('^');
        }

        for (var first = true; first || Peek() != ']'; first = false)
        {
            if (Peek() == '[' && at + 1 < part.Length && part[at + 1] == ':')
                throw new FormatException("Classes such as [:alpha:] are not known here. Write the letters, such as [a-zA-Z].");

            var from = Literal();
            if (Peek() == '-' && at + 1 < part.Length && part[at + 1] != ']')
            {
                at++;
                Range(from, Literal());
            }
            else
                translated.Append(IgnorePattern.Encoded(from));
        }

        at++;
        translated.Append(']');
    }

    private void Range(char from, char to)
    {
        if (from > to || !Classes.Any(all => all(from) && all(to)))
            throw new FormatException($"{from}-{to} is no range of letters or digits. Write the letters one by one.");

        translated.Append(from).Append('-').Append(to);
    }

    private char Peek() =>
        at < part.Length
            ? part[at]
            : throw new FormatException("It has a [ without its ], and so matches nothing. Close it, or write \\[.");

    private char Literal()
    {
        if (Peek() == '\\' && ++at == part.Length)
            throw new FormatException("It ends with a backslash, and so matches nothing. Remove it, or write two.");

        return part[at++];
    }
}
