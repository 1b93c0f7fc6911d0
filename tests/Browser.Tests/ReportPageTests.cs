using Build.Reports.Html;
using Layercake.Browser.Tests.Support;
using Layercake.Build.Tests.Reports;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests;

/// <summary>The report as people open it.</summary>
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Awkward = HtmlReport.Of(SampleReport.Awkward());

    [FactWithChromium]
    public async Task Text_from_elsewhere_is_text()
    {
        await using var open = await chromium.OpenAsync(Awkward);

        Assert.Empty(open.Complaints);
        Assert.NotEmpty(open.Requests);
        Assert.All(open.Requests, url => Assert.StartsWith("file:", url, StringComparison.Ordinal));
        Assert.Equal("undefined", await open.AskAsync<string>("() => typeof window.hacked"));
        Assert.Equal(0, await open.CountAsync("img, iframe, link, a[href^='javascript']"));
        Assert.Equal(1, await open.CountAsync("script"));
        var shown = await open.Page.Locator("#findings ~ table tbody tr >> nth=0").InnerTextAsync();
        Assert.Contains("</script><script>window.hacked=1</script>", shown, StringComparison.Ordinal);
        Assert.Contains("\\u001b[31m \\u202egpj.exe 日本語 &amp;", shown, StringComparison.Ordinal);
        await open.PictureAsync();
    }

    [FactWithChromium]
    public async Task The_page_lets_in_no_style_and_no_script_but_its_own()
    {
        await using var open = await chromium.OpenAsync(Awkward);

        await open.AskAsync<object>(
            "() => { const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s); "
                + "const i = new Image(); i.src = 'https://example.com/x.png'; document.body.append(i); }"
        );

        Assert.Equal("undefined", await open.AskAsync<string>("() => typeof window.hacked"));
        Assert.Contains(open.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [FactWithChromium]
    public async Task A_screen_reader_finds_its_way()
    {
        await using var open = await chromium.OpenAsync(Awkward);

        foreach (var landmark in new[] { AriaRole.Banner, AriaRole.Main, AriaRole.Navigation, AriaRole.Contentinfo, AriaRole.Search })
            Assert.Equal(1, await open.Page.GetByRole(landmark).CountAsync());

        Assert.Equal(1, await open.CountAsync("h1"));
        var levels = await open.AskAsync<int[]>(
            "() => [...document.querySelectorAll('h1, h2, h3')].map(heading => Number(heading.tagName[1]))"
        );
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Empty(
            await open.AskAsync<string[]>(
                "() => [...document.querySelectorAll('table')].filter(table => !table.querySelector('thead "
                    + "th[scope=col]')).map(table => table.outerHTML)"
            )
        );
        Assert.Empty(
            await open.AskAsync<string[]>(
                "() => [...document.querySelectorAll('svg')].filter(svg => !svg.getAttribute('aria-label')).map(svg => svg.outerHTML)"
            )
        );
        Assert.Empty(
            await open.AskAsync<string[]>(
                "() => { const ids = [...document.querySelectorAll('[id]')].map(element => element.id); return ids.filter((id, i) "
                    + "=> ids.indexOf(id) !== i); }"
            )
        );
        Assert.Empty(
            await open.AskAsync<string[]>(
                "() => [...document.querySelectorAll('a[href^=\"#\"], [aria-labelledby], [aria-describedby]')].flatMap(element => "
                    + "[element.hash?.slice?.(1), element.getAttribute('aria-labelledby'), "
                    + "element.getAttribute('aria-describedby')]).filter(id => id && !document.getElementById(id))"
            )
        );
        Assert.Equal(1, await open.Page.GetByRole(AriaRole.Link, new() { Name = "clusters.etl, failed, drift" }).CountAsync());
    }

    [FactWithChromium]
    public async Task A_keyboard_reaches_all_and_one_sees_where_it_is()
    {
        await using var open = await chromium.OpenAsync(Awkward);
        var expected = await open.AskAsync<int>(Scripts.Reachable);

        var stops = new List<string>();
        while (await NextAsync() is { } stop && !stops.Contains(stop))
            stops.Add(stop);

        Assert.All(stops, stop => Assert.EndsWith(" seen", stop, StringComparison.Ordinal));
        Assert.NotEqual(0, expected);
        Assert.Equal(expected, stops.Count);

        async Task<string?> NextAsync()
        {
            await open.Page.Keyboard.PressAsync("Tab");
            return await open.AskAsync<string?>(Scripts.Focused);
        }
    }

    [FactWithChromium]
    public async Task The_filter_leaves_what_fits_and_says_how_many()
    {
        await using var open = await chromium.OpenAsync(Awkward);

        await open.Page.GetByLabel("Kind").SelectOptionAsync("jobs");
        Assert.Equal(3, await open.CountAsync(".change:visible"));
        await open.Page.GetByLabel("Text").FillAsync("NIGHT");
        Assert.Equal(1, await open.CountAsync(".change:visible"));
        Assert.Equal("1 of 7 assets", await open.Page.Locator("#shown").InnerTextAsync());
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await open.Page.GetByLabel("Result").SelectOptionAsync("unchanged");
        Assert.Equal(["init-scripts.install.sh"], await open.Page.Locator(".change:visible .asset").AllInnerTextsAsync());
    }

    [FactWithChromium]
    public async Task A_box_of_the_picture_leads_to_its_change_wherever_that_hides()
    {
        await using var open = await chromium.OpenAsync(Awkward);
        await open.Page.GetByLabel("Kind").SelectOptionAsync("jobs");

        await open.Page.GetByRole(AriaRole.Link, new() { Name = "init-scripts.install.sh, unchanged" }).ClickAsync();

        await Assertions.Expect(open.Page.Locator("#asset-0")).ToBeInViewportAsync();
        await Assertions.Expect(open.Page.Locator("#asset-0")).ToBeFocusedAsync();
    }

    [FactWithChromium]
    public async Task The_picture_has_a_box_for_each_asset_and_a_line_for_each_dependency()
    {
        await using var open = await chromium.OpenAsync(Awkward);

        Assert.Equal(7, await open.CountAsync("#graph .node"));
        Assert.Equal(5, await open.CountAsync("#graph .lines path"));
        Assert.Empty(await open.AskAsync<string[]>(Scripts.TooLongForTheirBox));
    }

    [FactWithChromium]
    public async Task The_time_line_tells_what_was_sent_again_and_what_became_of_it()
    {
        await using var open = await chromium.OpenAsync(Awkward);

        Assert.Equal(6, await open.CountAsync("#timeline g.bar"));
        Assert.Equal(
            ["✗", "↻✗", "↻✗", "↻!"],
            (await open.Page.Locator("#timeline g:is(.broken, .refused) text").AllTextContentsAsync()).ToArray()
        );
        Assert.Equal(
            "POST /api/2.1/clusters/edit\n503 failed (429, 5xx) or no answer after 110 ms, at 200 ms, attempt 2",
            await open.Page.Locator("#timeline g.again title").First.TextContentAsync()
        );
        Assert.Empty(
            await open.AskAsync<string[]>(
                "() => { const room = document.getElementById('timeline').getBoundingClientRect(); return "
                    + "[...document.querySelectorAll('#timeline rect')].map(bar => bar.getBoundingClientRect()).filter(bar => bar.width < "
                    + "2 || bar.left < room.left - 1 || bar.right > room.right + 1).map(String); }"
            )
        );
    }

    [FactWithChromium]
    public async Task Of_a_large_project_the_picture_shows_what_changes_and_its_neighbours()
    {
        await using var open = await chromium.OpenAsync(HtmlReport.Of(SampleReport.Large(70)));

        Assert.Empty(open.Complaints);
        var boxes = await open.CountAsync("#graph .node");
        Assert.InRange(boxes, 21, 209);
        Assert.Contains(
            $"Shown are {boxes} of 210 assets",
            await open.Page.Locator("#picture-note").InnerTextAsync(),
            StringComparison.Ordinal
        );
        Assert.Empty(await open.AskAsync<string[]>(Scripts.TooLongForTheirBox));
        await open.PictureAsync();
    }

    [TheoryWithChromium]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_stands_out_from_what_is_behind_it(ColorScheme colours)
    {
        await using var open = await chromium.OpenAsync(Awkward, colours: colours);
        await open.PictureAsync($"{nameof(Every_text_stands_out_from_what_is_behind_it)}-{colours}");
        await open.AskAsync<object>("() => document.querySelectorAll('details').forEach(details => details.open = true)");

        Assert.Empty(await open.AskAsync<string[]>(Scripts.LowContrast));
    }

    [TheoryWithChromium]
    [InlineData(400)]
    [InlineData(1400)]
    public async Task Nothing_sticks_out_at_the_side(int width)
    {
        await using var open = await chromium.OpenAsync(Awkward, width);
        await open.PictureAsync($"{nameof(Nothing_sticks_out_at_the_side)}-{width}");
        await open.AskAsync<object>("() => document.querySelectorAll('details').forEach(details => details.open = true)");

        Assert.True(await open.AskAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Empty(
            await open.AskAsync<string[]>(
                "() => [...document.querySelectorAll('body *')].filter(element => element.checkVisibility() && "
                    + "!element.closest('.scroll, .hidden, .skip') && element.getBoundingClientRect().right > window.innerWidth + "
                    + "1).map(element => element.outerHTML.slice(0, 120))"
            )
        );
    }

    [FactWithChromium]
    public async Task Without_scripts_everything_is_there_but_the_filter()
    {
        await using var open = await chromium.OpenAsync(Awkward, scripts: false);

        Assert.Equal(6, await open.CountAsync(".change:visible"));
        Assert.Equal(0, await open.CountAsync("#filter:visible"));
        await open.Page.Locator("details.unchanged > summary").ClickAsync();
        Assert.Equal(7, await open.CountAsync(".change:visible"));
    }
}
