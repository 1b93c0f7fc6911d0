using Layercake.Browser.Tests.Support;
using Layercake.Testing;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Web;

/// <summary>The page for whoever uses no mouse, a screen reader, a small screen, or the dark.</summary>
public sealed class WebAccessTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Pages = ["/", "/environments/dev/export", "/runs", "/nowhere"];

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task Axe_finds_nothing_serious_and_no_page_is_wider_than_a_small_screen()
    {
        using var folder = new TempDirectory();
        folder.Write("deployment/environments/dev.json", """{ "cloud": "local" }""");
        folder.Write("jobs/wrong.json", """{ "name": "wrong", "tasks": [{ "task_key": "a", "depends_on": [{ "task_key": "b" }] }] }""");
        folder.Write("jobs/long.json", $$"""{ "name": "{{new string('x', 200)}}" }""");
        await using var site = await WebSite.StartAsync(folder.FullPath, "dev");
        await using var page = await site.OpenAsync(chromium.Browser);
        var found = new List<string>();

        await page.Page.GotoAsync(site.Address + site.PathOf("import"));
        await page.StepAsync("2. Validate", "failed");
        await LookAsync(page, "/environments/dev/import", found);
        foreach (var path in Pages)
        {
            await page.Page.GotoAsync(site.Address + path);
            await LookAsync(page, path, found);
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static async Task LookAsync(WebPage page, string path, List<string> found)
    {
        foreach (var (width, scheme) in new[] { (1400, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            await page.Page.SetViewportSizeAsync(width, 900);
            await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            if (scheme == ColorScheme.Light || path.EndsWith("dev/import", StringComparison.Ordinal))
                found.AddRange((await page.ObstaclesAsync()).Select(obstacle => $"{path} at {width}: {obstacle}"));
            if (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
                found.Add($"{path} is wider than {width}");
            await page.PictureAsync($"{path.Replace('/', '-')}-{width}");
        }
    }
}
