using System.Text.RegularExpressions;
using MAB.DotIgnore;

namespace Layercake.Engine.Declarations;

/// <summary>One pattern of a <c>.layercakeignore</c> file, in the syntax of <c>.gitignore</c>.</summary>
/// <remarks>
/// MAB.DotIgnore matches it. What that library takes for something else than Git does never reaches it: letters that mean nothing are
/// replaced by private ones in patterns and paths alike, and what is then still unlike is refused (decision 0014).
/// </remarks>
internal sealed partial class IgnorePattern
{
    /// <summary>Stands before what is matched from its folder on, so that the library never matches it by its last name alone.</summary>
    private const string Root = "root/";

    private readonly IgnoreRule rule;
    private readonly bool hasFolders;

    /// <param name="line">As in the file, without its end. No comment, and not blank.</param>
    /// <exception cref="FormatException">Nothing is ever matched by it, or the library cannot. The message is a sentence.</exception>
    public IgnorePattern(string line)
    {
        IsNegated = line[0] == '!';
        var pattern = IsNegated ? line[1..] : line;
        var onlyFolders = pattern.EndsWith('/');
        pattern = onlyFolders ? pattern[..^1] : pattern;
        hasFolders = pattern.Contains('/', StringComparison.Ordinal);

        var parts = (pattern.StartsWith('/') ? pattern[1..] : pattern).Split('/');
        if (parts.Any(part => part is "" or "." or ".."))
            throw new FormatException(
                "It has a part that is empty, . or .., and so matches nothing. Write a path from this file's folder on, such as /etl/old."
            );

        if (hasFolders && CutByGit().IsMatch(pattern))
            throw new FormatException(
                "Git reads stars behind the letters that a pattern begins with as if a slash stood between them. Write one star, or the "
                    + "slash."
            );

        var translated = string.Join('/', parts.Select(part => hasFolders && IsAnyDepth(part) ? "**" : new IgnoreGlob(part).Translated()));
        rule = new IgnoreRule((hasFolders ? Root : "") + translated + (onlyFolders ? "/" : ""));
    }

    /// <summary>What it matches is taken back in.</summary>
    public bool IsNegated { get; }

    /// <param name="path">Below the folder of the file, with forward slashes.</param>
    public bool Matches(string path, bool isFolder) =>
        rule.IsMatch(hasFolders ? Root + Encoded(path) : Encoded(path[(path.LastIndexOf('/') + 1)..]), isFolder);

    /// <summary>A letter that means something to the library, as one that does not.</summary>
    public static char Encoded(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter == '/' ? letter
        : char.IsAscii(letter) ? (char)('\uE000' + letter)
        : char.IsWhiteSpace(letter) ? (char)('\uE100' + (letter & 0xFF))
        : letter;

    private static string Encoded(string path) => string.Concat(path.Select(Encoded));

    /// <summary>
    /// Git compares the beginning without wildcards by itself and the rest alone, so that <c>a**/b</c> matches <c>ab</c>, as
    /// <c>a/**/b</c> would match <c>a/b</c>.
    /// </summary>
    [GeneratedRegex(@"^[^*?[\\]*[^*?[\\/]\*\*+(/|$)")]
    private static partial Regex CutByGit();

    /// <summary>Two stars or more, alone between slashes. Elsewhere they are one star.</summary>
    private static bool IsAnyDepth(string part) => part.Length > 1 && part.All(letter => letter == '*');
}
