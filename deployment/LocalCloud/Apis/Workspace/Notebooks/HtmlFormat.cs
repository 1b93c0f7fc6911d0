using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>Notebooks as web pages: the document is inside, as base64 of its percent-encoded JSON.</summary>
internal static partial class HtmlFormat
{
    /// <summary>The notebook inside; a page without one is a notebook with that page as its only cell.</summary>
    public static Notebook Read(byte[] bytes, NotebookLanguage otherwise)
    {
        var html = Encoding.UTF8.GetString(bytes);
        if (Model().Match(html) is { Success: true } match)
            try
            {
                return ModelFormat.Read(
                    Uri.UnescapeDataString(Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["model"].Value)))
                );
            }
            catch (Exception error) when (error is FormatException or JsonException)
            {
                // Then it is a page like any other.
            }

        return new Notebook(otherwise, [$"%html\n{html}"]);
    }

    public static byte[] Write(Notebook notebook, string name)
    {
        var model = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.EscapeDataString(ModelFormat.Write(notebook, name))));
        return Encoding.UTF8.GetBytes(
            $"""
            <!DOCTYPE html>
            <html>
            <head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(name)} - Databricks</title></head>
            <body>
            <pre>{WebUtility.HtmlEncode(string.Join("\n\n", notebook.Cells))}</pre>
            <script>var __DATABRICKS_NOTEBOOK_MODEL = '{model}';</script>
            </body>
            </html>

            """
        );
    }

    [GeneratedRegex("__DATABRICKS_NOTEBOOK_MODEL\\s*=\\s*['\"](?<model>[A-Za-z0-9+/=]+)['\"]")]
    private static partial Regex Model();
}
