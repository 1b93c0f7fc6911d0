using System.Text;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Files;

/// <summary>The service's rules for recognising notebooks, and for comparing notebook sources.</summary>
/// <remarks>https://docs.databricks.com/aws/en/notebooks/notebook-format</remarks>
public static class NotebookSource
{
    private const string Marker = "Databricks notebook source";

    private static readonly Dictionary<string, (string Language, string Comment)> Languages = new(StringComparer.Ordinal)
    {
        [".py"] = ("PYTHON", "#"),
        [".r"] = ("R", "#"),
        [".R"] = ("R", "#"),
        [".sql"] = ("SQL", "--"),
        [".scala"] = ("SCALA", "//"),
    };

    /// <summary>How a file of this name and content is imported.</summary>
    public static NotebookForm Form(string path, byte[] content) => Form(path, new MemoryStream(content, writable: false));

    /// <summary>As <see cref="Form(string, byte[])"/>. Of most files no more than the first line is read, and none is held whole.</summary>
    public static NotebookForm Form(string path, Stream content) =>
        Path.GetExtension(path) switch
        {
            ".ipynb" => new NotebookForm("JUPYTER", "NOTEBOOK", null),
            ".dbc" => new NotebookForm("DBC", "NOTEBOOK", null),
            // Wherever it is: what stands before it is the page's style and scripts, which may be of any length.
            ".html" when StreamSearch.Contains(content, "__DATABRICKS_NOTEBOOK_MODEL"u8) =>
                new NotebookForm("HTML", "NOTEBOOK", null),
            var extension when Languages.TryGetValue(extension, out var language) && HasHeader(content, language.Comment) =>
                new NotebookForm("SOURCE", "NOTEBOOK", language.Language),
            _ => new NotebookForm("AUTO", "FILE", null),
        };

    /// <summary>Whether the service would import the file as a notebook.</summary>
    public static bool LooksLikeNotebook(string path, byte[] content) => Form(path, content).ObjectType == "NOTEBOOK";

    /// <summary>The first line that makes a source of this name a notebook; null when no line does.</summary>
    public static string? HeaderOf(string path) =>
        Languages.TryGetValue(Path.GetExtension(path), out var language) ? $"{language.Comment} {Marker}" : null;

    /// <summary>The ending of a source in that language; null for a language that has none.</summary>
    public static string? EndingOf(string? language) =>
        Languages.Where(entry => entry.Value.Language == language).Select(entry => entry.Key).FirstOrDefault();

    /// <summary>
    /// A hash that is the same for a source before import and after export: the header, line ends and the last line's end do not count.
    /// </summary>
    public static string Fingerprint(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n');
        var first = text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
        if (first.EndsWith(Marker, StringComparison.Ordinal))
            text = text[first.Length..].TrimStart('\n');

        return ContentDigest.Of(Encoding.UTF8.GetBytes(text));
    }

    private static bool HasHeader(Stream content, string comment)
    {
        var header = $"{comment} {Marker}";
        var first = new byte[Encoding.UTF8.Preamble.Length + header.Length + 2];
        var read = first.AsSpan(0, content.ReadAtLeast(first, first.Length, throwOnEndOfStream: false));
        var text = read.StartsWith(Encoding.UTF8.Preamble) ? read[Encoding.UTF8.Preamble.Length..] : read;
        var line = Encoding.UTF8.GetString(text[..Math.Min(text.Length, header.Length + 2)]).Split('\n', '\r')[0].TrimEnd();
        return line == header;
    }
}

/// <summary>How a file is imported.</summary>
/// <param name="Format">The import format.</param>
/// <param name="ObjectType">What it becomes: <c>NOTEBOOK</c> or <c>FILE</c>.</param>
/// <param name="Language">Given for sources only; other formats carry it inside.</param>
public sealed record NotebookForm(string Format, string ObjectType, string? Language)
{
    public bool IsNotebook => ObjectType == "NOTEBOOK";
}
