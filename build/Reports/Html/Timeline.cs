using Build.Record;

namespace Build.Reports.Html;

/// <summary>Draws the requests as bars over time, side by side in lanes where they overlapped.</summary>
internal static class Timeline
{
    private const int Most = 600;
    private const double Row = 20;
    private const double Narrowest = 0.5;

    /// <param name="sorted">By their start.</param>
    public static void Draw(IReadOnlyList<SentRequest> sorted, HtmlPage page)
    {
        var drawn = sorted.Take(Most).ToList();
        var begin = drawn[0].Start;
        var end = drawn.Max(request => request.Start + request.Duration);
        var length = Math.Max(1, (end - begin).TotalMilliseconds);
        var lanes = Lanes(drawn, TimeSpan.FromMilliseconds(length * Narrowest / 100));
        var height = ((lanes.Max() + 1) * Row) + 30;

        page.Add(
            $"<div class=\"timeline\">\n<svg id=\"timeline\" role=\"img\" aria-label=\"Time line of the requests\" "
                + $"aria-describedby=\"requests-note\" width=\"100%\" height=\"{height}\">\n"
        );
        foreach (var tick in Ticks(begin.TotalMilliseconds, length))
        {
            var place = 100 * (tick - begin.TotalMilliseconds) / length;
            page.Add(
                $"<line class=\"tick\" x1=\"{place}%\" x2=\"{place}%\" y1=\"0\" y2=\"{height - 20}\"/><text class=\"tick\" "
                    + $"x=\"{place}%\" dx=\"4\" y=\"{height - 6}\">{RequestsSection.Milliseconds(TimeSpan.FromMilliseconds(tick))}</text>\n"
            );
        }

        foreach (var (request, lane) in drawn.Zip(lanes))
            Bar(
                request,
                100 * (request.Start - begin).TotalMilliseconds / length,
                100 * request.Duration.TotalMilliseconds / length,
                lane * Row,
                page
            );

        page.Add($"</svg>\n</div>\n");
        if (drawn.Count < sorted.Count)
            page.Add($"<p>The first {drawn.Count} of {sorted.Count} requests are drawn.</p>\n");
    }

    /// <summary>For each request the first lane that is free when it starts.</summary>
    /// <param name="shortest">How much room the shortest bar takes.</param>
    public static IReadOnlyList<int> Lanes(IReadOnlyList<SentRequest> sorted, TimeSpan shortest)
    {
        var free = new List<TimeSpan>();
        var lanes = new List<int>();
        foreach (var request in sorted)
        {
            var lane = free.FindIndex(end => end <= request.Start);
            if (lane < 0)
            {
                lane = free.Count;
                free.Add(default);
            }

            free[lane] = request.Start + (request.Duration > shortest ? request.Duration : shortest);
            lanes.Add(lane);
        }

        return lanes;
    }

    private static void Bar(SentRequest request, double left, double width, double top, HtmlPage page)
    {
        var look = RequestStatusStyle.Of(request);
        var shown = Math.Max(Narrowest, width);
        left = Math.Min(left, 100 - shown);
        var isAgain = request.Attempt > 1;
        var took = RequestsSection.Milliseconds(request.Duration);
        var at = RequestsSection.Milliseconds(request.Start);
        page.Add(
            $"<g class=\"bar {look.Class}{(isAgain ? " again" : "")}\"><title>{request.Method} {request.Path}\n"
                + $"{RequestStatusStyle.Answer(request)} {look.Words} after {took}, at "
                + $"{at}{(isAgain ? $", attempt {request.Attempt}" : "")}</title>"
        );
        page.Add($"<rect x=\"{left}%\" y=\"{top + 2}\" width=\"{shown}%\" height=\"{Row - 4}\" rx=\"3\"/>");
        var mark = $"{(isAgain ? "↻" : "")}{(look.Class == "fine" ? "" : look.Mark)}";
        if (mark.Length > 0)
            page.Add($"<text x=\"{left}%\" dx=\"2\" y=\"{top + 14}\">{mark}</text>");

        page.Add($"</g>\n");
    }

    /// <summary>Round times, few enough to be read where the page is narrow.</summary>
    private static IEnumerable<double> Ticks(double begin, double length)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(length)));
        var step = new[] { 0.5, 1, 2, 5 }.Select(factor => factor * power).First(step => length / step <= 5);
        for (var tick = Math.Ceiling(begin / step) * step; tick <= begin + (length * 0.85); tick += step)
            yield return tick;
    }
}
