using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Build.Text;

namespace Build.Reports.Html;

/// <summary>
/// A page of HTML in the making: in <c>Add($"&lt;b&gt;{name}&lt;/b&gt;")</c> the markup goes in as it is, and whatever stands in braces
/// only as text.
/// </summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder html = new(32 * 1024);

    /// <remarks>There is none that takes a string, so nothing gets in unescaped by accident.</remarks>
    public HtmlPage Add([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Puts in one of our own resources as it is.</summary>
    internal HtmlPage Add(PageResource resource)
    {
        html.Append(resource.Text);
        return this;
    }

    public override string ToString() => html.ToString();

    private void Escape(string written)
    {
        var text = VisibleText.Lines(written);
        for (var i = 0; i < text.Length; i++)
            _ = text[i] switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                '\n' or '\t' => html.Append(text[i]),
                '\r' => i + 1 < text.Length && text[i + 1] == '\n' ? html : html.Append('\n'),
                var c when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) => html.Append(c)
                    .Append(text[++i]),
                var c => html.Append(char.IsSurrogate(c) || c >= '\uFFFE' ? '\uFFFD' : c),
            };
    }

    /// <summary>What the compiler makes of an interpolated string for a page.</summary>
    [InterpolatedStringHandler]
    public readonly struct Markup
    {
        private readonly HtmlPage page;

        public Markup(int literalLength, int formattedCount, HtmlPage page)
        {
            // What the compiler knows of the length helps nobody here: the page grows by itself.
            _ = literalLength + formattedCount;
            this.page = page;
        }

        public void AppendLiteral(string literal) => page.html.Append(literal);

        public void AppendFormatted(string? text) => page.Escape(text ?? "");

        public void AppendFormatted(int number) => page.html.Append(number);

        /// <summary>Lengths and places in pictures.</summary>
        public void AppendFormatted(double number) => page.html.Append(CultureInfo.InvariantCulture, $"{number:0.##}");
    }
}
