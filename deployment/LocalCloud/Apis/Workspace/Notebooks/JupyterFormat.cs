using System.Text;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>Notebooks as <c>.ipynb</c> documents.</summary>
internal static class JupyterFormat
{
    private const string Databricks = "application/vnd.databricks.v1+notebook";

    /// <param name="otherwise">The language when the document names none.</param>
    /// <exception cref="JsonException">It is not a notebook document.</exception>
    public static Notebook Read(byte[] bytes, NotebookLanguage otherwise)
    {
        var document = Parse(bytes);
        var metadata = document["metadata"] as JObject ?? [];
        var language =
            NotebookLanguage.Find((string?)metadata.SelectToken($"['{Databricks}'].language"))
            ?? NotebookLanguage.Find((string?)metadata.SelectToken("language_info.name"))
            ?? NotebookLanguage.Find((string?)metadata.SelectToken("kernelspec.language"))
            ?? otherwise;
        return new Notebook(language, [.. document["cells"]!.Select(Cell)]);
    }

    public static byte[] Write(Notebook notebook, string name)
    {
        var language = notebook.Language.Name.ToLowerInvariant();
        var document = new JObject
        {
            ["cells"] = new JArray(notebook.Cells.Select(Cell)),
            ["metadata"] = new JObject
            {
                [Databricks] = new JObject { ["language"] = language, ["notebookName"] = name },
                ["language_info"] = new JObject { ["name"] = language },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 0,
        };
        return Encoding.UTF8.GetBytes(document.ToString());
    }

    public static byte[] WithoutOutputs(byte[] bytes)
    {
        var document = Parse(bytes);
        foreach (var cell in document["cells"]!.OfType<JObject>().Where(cell => cell.ContainsKey("outputs")))
            cell["outputs"] = new JArray();

        return Encoding.UTF8.GetBytes(document.ToString());
    }

    private static JObject Parse(byte[] bytes)
    {
        using var reader = Json.Reader(new StreamReader(new MemoryStream(bytes), Encoding.UTF8));
        var document = JObject.Load(reader);
        return document["cells"] is JArray ? document : throw new JsonException("The document has no cells.");
    }

    private static string Cell(JToken cell)
    {
        var text = cell["source"] is JArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)cell["source"] ?? "";
        return (string?)cell["cell_type"] == "markdown" ? Notebook.Markdown(text) : text;
    }

    private static JObject Cell(string text)
    {
        var markdown = Notebook.MarkdownOf(text);
        var cell = new JObject
        {
            ["cell_type"] = markdown is null ? "code" : "markdown",
            ["metadata"] = new JObject(),
            ["source"] = Lines(markdown ?? text),
        };
        if (markdown is null)
        {
            cell["execution_count"] = null;
            cell["outputs"] = new JArray();
        }

        return cell;
    }

    private static JArray Lines(string text)
    {
        var lines = text.Split('\n');
        return new JArray(lines.Select((line, number) => number < lines.Length - 1 ? $"{line}\n" : line));
    }
}
