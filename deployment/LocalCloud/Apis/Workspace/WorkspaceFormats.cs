using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>What an upload becomes by its format, and how an object leaves in a format.</summary>
internal static class WorkspaceFormats
{
    /// <summary>What one upload becomes; archives are not its business.</summary>
    /// <param name="languageName">As sent; SOURCE needs it, the others may find it in the content.</param>
    public static WorkspaceContent Read(string path, byte[] bytes, string format, string? languageName)
    {
        var name = TreePath.Name(path);
        var language = languageName is null ? null : NotebookLanguage.Parse(languageName);
        return format switch
        {
            "SOURCE" when language is null => throw ApiError.InvalidParameter(
                "The language is required to import a notebook in format SOURCE."
            ),
            "SOURCE" => new WorkspaceContent(name, bytes, language, format),
            "JUPYTER" => Jupyter(name, bytes, language),
            "HTML" => new WorkspaceContent(name, bytes, HtmlFormat.Read(bytes, language ?? NotebookLanguage.Python).Language, format),
            "R_MARKDOWN" => new WorkspaceContent(name, bytes, NotebookLanguage.R, format),
            "RAW" => WorkspaceContent.File(name, bytes),
            "AUTO" => Auto(name, bytes),
            _ => throw ApiError.InvalidParameter(
                $"Unknown format {format}; known are SOURCE, HTML, JUPYTER, DBC, R_MARKDOWN, AUTO and RAW."
            ),
        };
    }

    /// <summary>A notebook by its extension and its first line, which then loses the extension; everything else is a file.</summary>
    public static WorkspaceContent Auto(string name, byte[] bytes)
    {
        if (name.EndsWith(".ipynb", StringComparison.Ordinal))
            return Jupyter(Path.GetFileNameWithoutExtension(name), bytes, null);

        return NotebookLanguage.OfFile(name) is { } language && SourceFormat.HasHeader(bytes, language)
            ? new WorkspaceContent(Path.GetFileNameWithoutExtension(name), bytes, language, "SOURCE")
            : WorkspaceContent.File(name, bytes);
    }

    /// <summary>The bytes of a notebook or a file in that format, and the extension such a file has.</summary>
    public static (byte[] Bytes, string Extension) Write(WorkspaceContent content, string format)
    {
        if (content.Language is not { } language)
            return (content.Bytes, Path.GetExtension(content.Name).TrimStart('.'));

        if (format is "AUTO" or "RAW")
            format = content.StoredAs == "JUPYTER" ? "JUPYTER" : "SOURCE";
        return format switch
        {
            "SOURCE" => (ToSource(content), language.Extension),
            "JUPYTER" => (content.StoredAs == format ? content.Bytes : JupyterFormat.Write(ToNotebook(content), content.Name), "ipynb"),
            "HTML" => (content.StoredAs == format ? content.Bytes : HtmlFormat.Write(ToNotebook(content), content.Name), "html"),
            "R_MARKDOWN" when language == NotebookLanguage.R => (
                content.StoredAs == format ? content.Bytes : RMarkdownFormat.Write(ToNotebook(content)),
                "Rmd"
            ),
            _ => throw ApiError.InvalidParameter($"A notebook in {language.Name} cannot be exported in format {format}."),
        };
    }

    public static byte[] ToSource(WorkspaceContent content) =>
        content.StoredAs == "SOURCE" ? SourceFormat.WithHeader(content.Bytes, content.Language!) : SourceFormat.Write(ToNotebook(content));

    public static Notebook ToNotebook(WorkspaceContent content) =>
        content.StoredAs switch
        {
            "JUPYTER" => JupyterFormat.Read(content.Bytes, content.Language!),
            "HTML" => HtmlFormat.Read(content.Bytes, content.Language!),
            "R_MARKDOWN" => RMarkdownFormat.Read(content.Bytes),
            _ => SourceFormat.Read(content.Bytes, content.Language!),
        };

    private static WorkspaceContent Jupyter(string name, byte[] bytes, NotebookLanguage? language)
    {
        try
        {
            return new WorkspaceContent(name, bytes, JupyterFormat.Read(bytes, language ?? NotebookLanguage.Python).Language, "JUPYTER");
        }
        catch (JsonException error)
        {
            throw ApiError.InvalidParameter($"The content is not a Jupyter notebook: {error.Message}");
        }
    }
}
