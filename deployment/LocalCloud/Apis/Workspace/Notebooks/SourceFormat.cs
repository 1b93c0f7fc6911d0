using System.Text;

namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>Notebooks as source files: a header line, cells between separator lines, other languages behind a magic prefix.</summary>
internal static class SourceFormat
{
    /// <summary>Whether the first line is the language's notebook header.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> source, NotebookLanguage language)
    {
        source = WithoutMark(source);
        var header = Encoding.UTF8.GetBytes(language.Header);
        return source.StartsWith(header) && (source.Length == header.Length || source[header.Length] is (byte)'\n' or (byte)'\r');
    }

    /// <summary>The source with a header line; one that has it is left byte for byte, its line ends included.</summary>
    public static byte[] WithHeader(byte[] source, NotebookLanguage language) =>
        HasHeader(source, language) ? source : [.. Encoding.UTF8.GetBytes($"{language.Header}\n"), .. WithoutMark(source)];

    public static Notebook Read(byte[] source, NotebookLanguage language)
    {
        var cells = new List<List<string>> { new() };
        var lines = Encoding.UTF8.GetString(WithoutMark(source)).ReplaceLineEndings("\n").Split('\n');
        foreach (var line in HasHeader(source, language) ? lines.Skip(1) : lines)
            if (line.TrimEnd() == language.Separator)
                cells.Add([]);
            else
                cells[^1].Add(line);

        return new Notebook(language, [.. cells.Select(cell => Text(cell, language))]);
    }

    public static byte[] Write(Notebook notebook)
    {
        var language = notebook.Language;
        return Encoding.UTF8.GetBytes(
            $"{language.Header}\n{string.Join($"\n\n{language.Separator}\n\n", notebook.Cells.Select(cell => Lines(cell, language)))}\n"
        );
    }

    private static string Text(List<string> lines, NotebookLanguage language)
    {
        var text = string.Join('\n', lines).Trim('\n');
        return
            text.Length > 0
            && text.Split('\n').All(line => line == language.Magic || line.StartsWith($"{language.Magic} ", StringComparison.Ordinal))
            ? string.Join(
                '\n',
                text.Split('\n').Select(line => line.Length > language.Magic.Length ? line[(language.Magic.Length + 1)..] : "")
            )
            : text;
    }

    private static string Lines(string cell, NotebookLanguage language) =>
        cell.StartsWith('%') ? string.Join('\n', cell.Split('\n').Select(line => $"{language.Magic} {line}".TrimEnd())) : cell;

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> source) =>
        source.StartsWith(Encoding.UTF8.Preamble) ? source[3..] : source;
}
