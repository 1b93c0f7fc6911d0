using System.Net;
using System.Text;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>A notebook with what its cells printed, as <c>runs/export</c> gives it: one page of HTML that needs nothing else.</summary>
internal static class NotebookPage
{
    /// <param name="work">What the task did; its cells are in the blob that <c>view</c> names.</param>
    public static string Of(string path, JObject work, CloudState state)
    {
        var page = new StringBuilder(
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Text(path[(path.LastIndexOf('/') + 1)..])}</title>"
        )
            .Append(
                "<style>body{font-family:sans-serif;margin:2rem}pre{background:#f4f4f4;color:#111;padding:.6rem;overflow:auto}"
                    + ".error{background:#fdecea}</style></head><body>"
            )
            .Append($"<h1>{Text(path)}</h1>");
        Block(page, "p", work.Text("info"));
        foreach (var cell in Cells(work, state))
        {
            page.Append($"<h2>Cell {cell["cell"]}</h2>");
            Block(page, "pre", cell.Text("source"));
            Block(page, "pre", cell.Text("output"));
        }

        Block(page, "pre class=\"error\"", work.Text("error_trace") ?? work.Text("error"));
        if (work.Text("exit_value") is { } value)
            page.Append("<h2>Exit value</h2><pre>").Append(Text(value)).Append("</pre>");

        return page.Append("</body></html>").ToString();
    }

    private static IEnumerable<JObject> Cells(JObject work, CloudState state) =>
        work.Text("view") is { } blob ? ((JArray)Json.ParseAny(Encoding.UTF8.GetString(state.Blob(blob)))).OfType<JObject>() : [];

    private static void Block(StringBuilder page, string element, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            page.Append($"<{element}>{Text(text)}</{element.Split(' ')[0]}>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
