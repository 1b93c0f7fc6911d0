using System.Security.Cryptography;
using System.Text;

namespace Build.Reports.Html;

/// <summary>The style or the script of the page, and its digest, which the page's content security policy allows.</summary>
internal sealed class PageResource
{
    public static readonly PageResource Style = new("report.css");

    public static readonly PageResource Script = new("report.js");

    private PageResource(string name)
    {
        using var reader = new StreamReader(typeof(PageResource).Assembly.GetManifestResourceStream($"Build.Reports.Html.{name}")!);

        // As a browser reads it, whatever the checkout made of the line ends.
        Text = "\n" + reader.ReadToEnd().ReplaceLineEndings("\n");
        Digest = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    public string Text { get; }

    public string Digest { get; }
}
