using System.Text;

namespace Layercake.Engine.Declarations;

/// <summary>A line that says what is left out.</summary>
/// <param name="File">Relative to the assets' root, with forward slashes.</param>
/// <param name="Number">Counted from 1.</param>
internal sealed record IgnoreLine(string File, int Number, IgnorePattern Pattern)
{
    /// <summary><c>.layercakeignore line 3</c></summary>
    public override string ToString() => $"{File} line {Number}";
}

/// <summary>The <c>.layercakeignore</c> of one folder.</summary>
internal sealed class IgnoreFile
{
    public const string Name = ".layercakeignore";

    private const string Code = "FIL011";

    private readonly List<IgnoreLine> lines = [];
    private readonly List<Finding> problems = [];

    /// <param name="folder">Relative to the assets' root; empty for the root itself.</param>
    public IgnoreFile(AssetsFolder assets, string folder)
    {
        var file = folder.Length == 0 ? Name : $"{folder}/{Name}";
        var path = Path.Combine(assets.Root, file);
        if (!PathKinds.MayBeAt(path))
            return;

        var unreadable = new List<Finding>();
        if (FileReading.Bytes(path, file, unreadable) is { } bytes)
            Read(bytes, file);
        else
            problems.AddRange(unreadable.Select(problem => problem with { Code = Code }));
    }

    /// <summary>What is wrong with the file.</summary>
    public IReadOnlyList<Finding> Problems => problems;

    /// <summary>The last line that matches decides.</summary>
    /// <param name="path">Below the folder of this file.</param>
    public IgnoreLine? Matching(string path, bool isFolder) => lines.FindLast(line => line.Pattern.Matches(path, isFolder));

    private void Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (TextEncoding.Problem(bytes) is { } encoding)
        {
            Add(file, encoding.Line, encoding.Column, Code, encoding.Message);
            return;
        }

        if (MergeMarkers.Find(bytes, oneIsEnough: true) is > 0 and var marker)
        {
            Add(file, marker, 1, MergeMarkers.Code, MergeMarkers.Message);
            return;
        }

        var number = 0;
        foreach (var text in Encoding.UTF8.GetString(TextEncoding.WithoutMark(bytes)).Split('\n'))
        {
            number++;
            var line = WithoutEnd(text);
            if (line.Length == 0 || line[0] == '#')
                continue;

            try
            {
                lines.Add(new IgnoreLine(file, number, new IgnorePattern(line)));
            }
            catch (FormatException problem)
            {
                Add(file, number, 1, Code, $"This pattern cannot be used. {problem.Message}");
            }
        }
    }

    /// <summary>Blanks at the end count only after a backslash.</summary>
    private static string WithoutEnd(string text)
    {
        var line = text.EndsWith('\r') ? text[..^1] : text;
        var end = 0;
        for (var at = 0; at < line.Length; at++)
            if (line[at] == '\\')
                end = Math.Min(++at + 1, line.Length);
            else if (line[at] != ' ')
                end = at + 1;

        return line[..end];
    }

    private void Add(string file, int line, int column, string code, string message) =>
        problems.Add(new SourceLocation(file, line, column).Finding(code, message));
}
