using System.Text;
using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Files;

/// <summary>Checks files that are deployed as they are: a text's encoding, what a merge left in it, packages without content.</summary>
internal static partial class TextFileCheck
{
    /// <summary>As many bytes as Git looks at to tell a text from other content.</summary>
    private const int Beginning = 8000;

    private static readonly string[] ShellEndings = [".sh", ".bash"];

    /// <summary>Archives that clusters install.</summary>
    private static readonly string[] Packages = [".whl", ".jar", ".egg"];

    /// <param name="content">All of the file. What is too large to be kept in memory is data, and is not looked at.</param>
    public static void Check(Declaration declaration, byte[]? content, ICollection<Finding> findings)
    {
        if (content is null)
            return;

        if (content.Length == 0 && Packages.Contains(Path.GetExtension(declaration.Name), StringComparer.OrdinalIgnoreCase))
            findings.Add(
                declaration.At(
                    null,
                    "FIL013",
                    "the file is empty, so nothing can install it. Build it again, or remove it."
                )
            );

        var isSource = IsSource(declaration.Name, content);
        if (isSource && !NamesItsEncoding(declaration.Name, content) && TextEncoding.Problem(content) is { } problem)
            Add("FIL012", problem.Line, problem.Column, problem.Message);
        else if (isSource && content.AsSpan().IndexOf((byte)0) is >= 0 and var at)
            findings.Add(
                new SourceLocation(declaration.File, content.AsSpan(0, at).Count((byte)'\n') + 1, 0).Finding(
                    "DEC011",
                    "this line has the character U+0000, which no program reads as text. Remove it.",
                    declaration.Asset,
                    Severity.Warning
                )
            );
        else if (
            (isSource || !content.AsSpan(0, Math.Min(content.Length, Beginning)).Contains((byte)0))
            && MergeMarkers.Find(content, isSource || declaration.Name.EndsWith(".json", StringComparison.Ordinal)) is > 0 and var line
        )
            Add(MergeMarkers.Code, line, 1, MergeMarkers.Message);

        void Add(string code, int line, int column, string message) =>
            findings.Add(new SourceLocation(declaration.File, line, column).Finding(code, message, declaration.Asset));
    }

    /// <summary>What a program reads as its own text, told by the ending, or by a first line that names an interpreter.</summary>
    private static bool IsSource(string path, ReadOnlySpan<byte> content) =>
        NotebookSource.HeaderOf(path) is not null
        || ShellEndings.Contains(Path.GetExtension(path), StringComparer.Ordinal)
        || content.StartsWith("#!"u8)
        || content.StartsWith([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("#!")]);

    /// <summary>Python reads a file in the encoding that one of its first two lines names; a notebook it gets from the workspace.</summary>
    /// <remarks>https://peps.python.org/pep-0263/</remarks>
    private static bool NamesItsEncoding(string path, byte[] content) =>
        path.EndsWith(".py", StringComparison.Ordinal)
        && !NotebookSource.LooksLikeNotebook(path, content)
        && Encoding
            .Latin1.GetString(content, 0, Math.Min(content.Length, 400))
            .Split('\n')
            .Take(2)
            .Any(line => EncodingComment().IsMatch(line));

    [GeneratedRegex(@"^[ \t\f]*#.*?coding[:=][ \t]*(?!utf-?8)[-_.a-zA-Z0-9]+", RegexOptions.IgnoreCase)]
    private static partial Regex EncodingComment();
}
