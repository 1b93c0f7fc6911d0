using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>Databricks' own document of a notebook, which archives hold and HTML exports carry inside.</summary>
internal static class ModelFormat
{
    private const string Version = "NotebookV1";

    /// <exception cref="JsonException">It is not such a document.</exception>
    public static Notebook Read(string json)
    {
        using var reader = Json.Reader(new StringReader(json));
        var document = JObject.Load(reader);
        if ((string?)document["version"] != Version)
            throw new JsonException("The document is not a notebook.");

        var cells = (document["commands"] as JArray ?? [])
            .OrderBy(command => (double?)command["position"] ?? 0)
            .Select(command => (string?)command["command"] ?? "");
        return new Notebook(NotebookLanguage.Find((string?)document["language"]) ?? NotebookLanguage.Python, [.. cells]);
    }

    public static string Write(Notebook notebook, string name) =>
        new JObject
        {
            ["version"] = Version,
            ["name"] = name,
            ["language"] = notebook.Language.Name.ToLowerInvariant(),
            ["commands"] = new JArray(
                notebook.Cells.Select(
                    (cell, number) =>
                        new JObject
                        {
                            ["version"] = "CommandV1",
                            ["position"] = number + 1.0,
                            ["command"] = cell,
                        }
                )
            ),
        }.ToString(Formatting.None);
}
