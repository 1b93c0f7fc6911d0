using System.Text.Json;
using Layercake.Browser.Tests.Support;
using Layercake.Host.Tests.Support;
using Layercake.Testing;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Web;

/// <summary>
/// Makes the pictures of docs/web.md: <c>WEB_PICTURES=FOLDER</c> names the folder that they are written to. In each run it is seen that
/// they can be made and are small.
/// </summary>
public sealed class WebPicturesTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int LargestPicture = 150_000;
    private const string Notebook = "# Databricks notebook source\nimport pyspark.sql.functions as f\n\n";

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task The_pictures_of_the_manual_can_be_made_again()
    {
        using var temp = new TempDirectory();
        using var repository = await StartAsync();
        var clone = await repository.CloneAsync("assets");
        await GitRepository.GitAsync(clone, "remote", "set-url", "origin", "https://github.com/contoso/assets");
        await using var site = await WebSite.StartAsync(clone, "prod");
        await using var page = await site.OpenAsync(chromium.Browser);
        var pictures = System.Environment.GetEnvironmentVariable("WEB_PICTURES") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : temp.FullPath;

        await page.Page.GotoAsync(site.Address + site.PathOf("import"));
        await page.StepAsync("2. Validate");
        await page.StepAsync("3. Import new and changed (4)");
        await PictureAsync(page, site, pictures, "run", await page.RunAsync());

        await page.Page.GotoAsync(site.Address);
        await page.Page.Locator("section[aria-label=prod] fluent-button:not([disabled])").ClickAsync();
        await page.Page.GetByText("Signed in as").WaitForAsync();
        await PictureAsync(page, site, pictures, "overview");

        Write(site, "notebooks/ingest/orders.py", Orders("spark.table('raw.orders')"));
        Write(site, "jobs/monthly.json", Job("monthly", "orders"));
        await page.Page.GotoAsync(site.Address + site.PathOf("import"));
        await page.StepAsync("2. Validate");
        await DiffAsync(page);
        await PictureAsync(page, site, pictures, "import");

        await page.Page.GotoAsync(site.Address + site.PathOf("export"));
        await page.StepAsync("1. Compare");
        await DiffAsync(page);
        await PictureAsync(page, site, pictures, "export");
        Assert.Equal([], page.Complaints);
    }

    private static async Task DiffAsync(WebPage page)
    {
        await page.Page.GetByText("Text, line by line").First.ClickAsync();
        await page.Page.Locator(".diff").First.WaitForAsync();
        Assert.Equal([], await page.ObstaclesAsync());
    }

    private static async Task PictureAsync(WebPage page, WebSite site, string folder, string name, string? path = null)
    {
        if (path is not null)
            await page.Page.GotoAsync($"{site.Address}/{path}");
        await page.Page.SetViewportSizeAsync(1200, 400);
        var replaced = new Dictionary<string, string> { [site.Files] = "assets", [System.Environment.UserName] = "ann" };
        await page.Page.EvaluateAsync(
            """
            words => {
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (texts.nextNode())
                for (const [from, to] of Object.entries(JSON.parse(words)))
                  texts.currentNode.data = texts.currentNode.data.replaceAll(from, to);
            }
            """,
            JsonSerializer.Serialize(replaced)
        );
        var file = Path.Combine(folder, $"web-{name}.png");
        await page.Page.ScreenshotAsync(new() { FullPage = true, Path = file });
        Assert.InRange(new FileInfo(file).Length, 1, LargestPicture);
    }

    private static void Write(WebSite site, string file, string text)
    {
        var path = Path.Combine(site.Files, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task<GitRepository> StartAsync()
    {
        using var content = new TempDirectory();
        content.Write("deployment/environments/prod.json", """{ "cloud": "local" }""");
        content.Write("notebooks/ingest/orders.py", Orders("spark.read.csv('/landing/orders')"));
        content.Write("notebooks/ingest/customers.py", $"{Notebook}spark.table('raw.customers').display()\n");
        content.Write("jobs/nightly.json", Job("nightly", "orders"));
        content.Write("jobs/hourly.json", Job("hourly", "customers"));
        return await GitRepository.CreateAsync(content.FullPath);
    }

    private static string Orders(string source) => $"{Notebook}orders = {source}\norders.write.saveAsTable('sales.orders')\n";

    private static string Job(string name, string notebook) =>
        $$"""
        {
          "name": "{{name}}",
          "tasks": [{ "task_key": "main", "notebook_task": { "notebook_path": "ingest/{{notebook}}" } }]
        }
        """;
}
