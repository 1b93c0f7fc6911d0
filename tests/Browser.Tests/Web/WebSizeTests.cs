using Layercake.Browser.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Browser.Tests.Web;

/// <summary>A workspace with many jobs costs few requests, and a page of them is small.</summary>
public sealed class WebSizeTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int InWorkspace = 500;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_thousand_jobs_take_few_requests_and_no_more_rows_than_a_browser_bears()
    {
        using var folder = new TempDirectory();
        folder.Write("deployment/environments/dev.json", """{ "cloud": "local" }""");
        Directory.CreateDirectory(folder["jobs"]);
        await using var site = await WebSite.StartAsync(folder.FullPath, "dev");
        await Parallel.ForAsync(0, InWorkspace, async (number, _) => await site.Cloud.PostAsync("/api/2.2/jobs/create", Job(number)));
        await using var page = await site.OpenAsync(chromium.Browser);

        await page.Page.GotoAsync(site.Address + site.PathOf("export"));
        var export = await CountAsync(site, () => page.StepAsync("Export to files"));
        await page.Page.GotoAsync(site.Address + site.PathOf("import"));
        var validation = await CountAsync(site, () => page.StepAsync("2. Validate"));
        for (var number = InWorkspace; number < 2 * InWorkspace; number++)
            folder.Write($"jobs/job-{number}.json", Job(number).ToString());
        await page.StepAsync("2. Validate");
        (page.Requests, var before) = ([], page.Received);
        var sent = (await (await page.Page.ReloadAsync())!.BodyAsync()).Length;
        await page.FillAsync("Filter", "job-99");
        await page.Page.GetByText("11 of 1000 assets").WaitForAsync();

        Assert.InRange(export, 1, 20);
        Assert.InRange(validation, 1, 20);
        Assert.InRange(page.Requests.Count, 1, 20);
        Assert.InRange(await page.Page.Locator("tr").CountAsync(), 11, 200);
        Assert.InRange(sent + page.Received - before, 1, 300_000);
    }

    private static JObject Job(int number) =>
        new()
        {
            ["name"] = $"job-{number}",
            ["tasks"] = new JArray(
                new JObject { ["task_key"] = "main", ["notebook_task"] = new JObject { ["notebook_path"] = "/Shared/x" } }
            ),
        };

    /// <returns>The requests to the workspace that a step takes.</returns>
    private static async Task<int> CountAsync(WebSite site, Func<Task> step)
    {
        await site.Cloud.ForgetRequestsAsync();
        await step();
        return (await site.Cloud.RequestsAsync()).Count(request => request.Contains(" /api/", StringComparison.Ordinal));
    }
}
