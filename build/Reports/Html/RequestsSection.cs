using System.Globalization;
using Build.Record;
using Build.Text;

namespace Build.Reports.Html;

/// <summary>The requests to the workspace over time, as a picture and as a table.</summary>
internal static class RequestsSection
{
    private const int MostRows = 1000;

    public static void Write(IReadOnlyList<SentRequest> requests, HtmlPage page)
    {
        if (requests.Count == 0)
            return;

        var sorted = requests.OrderBy(request => request.Start).ToList();
        page.Add(
            $"<section aria-labelledby=\"requests\">\n<h2 id=\"requests\">Requests</h2>\n<p id=\"requests-note\">{Summary(sorted)}</p>\n"
        );
        page.Add($"<ul class=\"key\" aria-label=\"Key to the time line\">\n");
        foreach (var look in sorted.Select(RequestStatusStyle.Of).Distinct().OrderBy(look => look.Class, StringComparer.Ordinal))
            page.Add($"<li><span class=\"bar {look.Class}\" aria-hidden=\"true\">{look.Mark}</span> {look.Words}</li>\n");

        if (sorted.Any(request => request.Attempt > 1))
            page.Add($"<li><span class=\"bar again\" aria-hidden=\"true\">↻</span> sent again</li>\n");

        page.Add($"</ul>\n");
        Timeline.Draw(sorted, page);
        Table(sorted, page);
        page.Add($"</section>\n");
    }

    private static string Summary(IReadOnlyList<SentRequest> sorted)
    {
        var (again, failed) = (
            sorted.Count(request => request.Attempt > 1),
            sorted.Count(request => RequestStatusStyle.Of(request).Class == "broken")
        );
        var parts = new[]
        {
            $"{DisplayText.Count(sorted.Count, "request")} between {DisplayText.Seconds(sorted[0].Start)} and "
                + $"{DisplayText.Seconds(sorted.Max(request => request.Start + request.Duration))} of the run",
            again > 0 ? $"{again} sent again" : null,
            failed > 0 ? $"{failed} without a usable answer" : null,
        };
        return string.Join(", ", parts.OfType<string>()) + ".";
    }

    private static void Table(IReadOnlyList<SentRequest> sorted, HtmlPage page)
    {
        page.Add($"<details>\n<summary>The same as a table</summary>\n");
        if (sorted.Count > MostRows)
            page.Add($"<p>The first {MostRows} of {sorted.Count}; all are in report.json.</p>\n");

        page.Add(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of the requests\">\n<table "
                + $"class=\"requests\">\n<thead><tr><th scope=\"col\">At</th><th scope=\"col\">Took</th><th scope=\"col\">Request</th><th "
                + $"scope=\"col\">Answer</th><th scope=\"col\">Attempt</th></tr></thead>\n<tbody>\n"
        );
        foreach (var request in sorted.Take(MostRows))
            page.Add(
                $"<tr><td class=\"number\">{Milliseconds(request.Start)}</td><td "
                    + $"class=\"number\">{Milliseconds(request.Duration)}</td><td><code>{request.Method} "
                    + $"{request.Path}</code></td><td><span class=\"bar {RequestStatusStyle.Of(request).Class}\" "
                    + $"aria-hidden=\"true\">{RequestStatusStyle.Of(request).Mark}</span> {RequestStatusStyle.Answer(request)}</td><td "
                    + $"class=\"number\">{request.Attempt}</td></tr>\n"
            );

        page.Add($"</tbody>\n</table>\n</div>\n</details>\n");
    }

    internal static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("#,0", CultureInfo.InvariantCulture) + " ms";
}

/// <summary>How the answer to a request is shown.</summary>
internal sealed record RequestStatusStyle(string Class, string Mark, string Words)
{
    private static readonly RequestStatusStyle Good = new("fine", "✓", "answered");
    private static readonly RequestStatusStyle Missing = new("missing", "?", "not there (404)");
    private static readonly RequestStatusStyle Refused = new("refused", "!", "refused (4xx)");
    private static readonly RequestStatusStyle Broken = new("broken", "✗", "failed (429, 5xx) or no answer");

    public static RequestStatusStyle Of(SentRequest request) =>
        request.Status switch
        {
            >= 200 and < 400 => Good,
            404 => Missing,
            >= 400 and < 500 and not 429 => Refused,
            _ => Broken,
        };

    public static string Answer(SentRequest request) => request.Status?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
