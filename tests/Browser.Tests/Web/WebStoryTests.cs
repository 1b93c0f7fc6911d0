using Layercake.Browser.Tests.Support;
using Layercake.Host.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Browser.Tests.Web;

/// <summary>Jobs on their way from one workspace to another, by people who use the page alone.</summary>
/// <remarks>Without Chromium they fail, since nothing else shows that the page works.</remarks>
public sealed class WebStoryTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const Microsoft.Playwright.AriaRole Alert = Microsoft.Playwright.AriaRole.Alertdialog;

    [Fact]
    public async Task Jobs_go_from_one_workspace_through_Git_to_another_and_leave_it_again()
    {
        using var repository = await StartAsync();
        await using var dev = await WebSite.StartAsync(await repository.CloneAsync("dev"), "dev");
        await using var prod = await WebSite.StartAsync(await repository.CloneAsync("prod"), "prod");
        await MakeAsync(dev.Cloud, "etl-dev");
        await MakeClusterAsync(prod.Cloud, "etl-prod");

        await using var exporting = await dev.OpenAsync(chromium.Browser);
        await exporting.Page.GotoAsync(dev.Address + dev.PathOf("export"));
        await exporting.FillAsync("Only these assets", "jobs.*");
        await exporting.StepAsync("Export to files");
        Assert.Equal(["jobs.first", "jobs.second", "jobs.team/a/b"], (await exporting.AssetsAsync()).Order());
        await PushAsync(exporting, "From dev");

        await using var importing = await prod.OpenAsync(chromium.Browser);
        await importing.Page.GotoAsync(prod.Address + prod.PathOf("import"));
        await importing.StepAsync("1. Pull");
        await importing.StepAsync("2. Validate");
        Assert.Equal("3 0 0 0 0", await importing.CountsAsync());
        await importing.PictureAsync("validated");
        Assert.Equal([], await importing.ObstaclesAsync());

        // Somebody else looks at the same time, and sees the same run.
        await using var watching = await prod.OpenToAsync(chromium.Browser, importing, prod.PathOf("import"));
        await importing.StepAsync("3. Import new and changed (3)");
        await watching.EndAsync("succeeded");
        Assert.Equal(await importing.RunAsync(), await watching.RunAsync());
        Assert.Equal(["first", "second", "team/a/b"], await JobsAsync(prod.Cloud));
        Assert.Equal("etl-prod", await ClusterOfAsync(prod.Cloud, "team/a/b"));

        File.Delete(Directory.GetFiles(Path.Combine(dev.Files, "jobs"), "team*").Single());
        await PushAsync(exporting, "Without one");
        await importing.StepAsync("1. Pull");
        await importing.StepAsync("4. Find what Git no longer has");
        await importing.ClickAsync("5. Remove deleted (1)");
        await importing.Page.GetByRole(Alert).WaitForAsync();
        Assert.Equal(["jobs.team/a/b"], await importing.Page.GetByRole(Alert).Locator("li").AllInnerTextsAsync());
        await importing.PictureAsync("confirm");
        await importing.StepAsync("Delete them");
        Assert.Equal(["first", "second"], await JobsAsync(prod.Cloud));
        Assert.Equal([], exporting.Complaints.Concat(importing.Complaints).Concat(watching.Complaints));
    }

    [Fact]
    public async Task What_someone_changed_since_is_not_written_over_and_a_killed_server_is_resumed()
    {
        using var repository = await StartAsync();
        await using var site = await WebSite.StartAsync(await repository.CloneAsync("dev"), "dev");
        foreach (var name in new[] { "one", "two", "three" })
            await File.WriteAllTextAsync(Path.Combine(site.Files, "jobs", $"{name}.json"), Job(name, timeout: 60));
        await using var page = await site.OpenAsync(chromium.Browser);
        await page.Page.GotoAsync(site.Address + site.PathOf("import"));
        await page.StepAsync("2. Validate");
        await page.StepAsync("3. Import new and changed (3)");

        await File.WriteAllTextAsync(Path.Combine(site.Files, "jobs", "one.json"), Job("one", timeout: 90));
        await page.StepAsync("2. Validate");
        Assert.Equal("0 1 2 0 0", await page.CountsAsync());
        await ChangeAsync(site.Cloud, "one", new JObject { ["max_concurrent_runs"] = 7 });
        await page.StepAsync("3. Import new and changed (1)", "refused");
        Assert.Contains("max_concurrent_runs", await page.Page.Locator(".problems").InnerTextAsync(), StringComparison.Ordinal);
        await page.PictureAsync("refused");

        await page.StepAsync("2. Validate");
        foreach (var name in new[] { "two", "three" })
            await File.WriteAllTextAsync(Path.Combine(site.Files, "jobs", $"{name}.json"), Job(name, timeout: 90));
        await page.StepAsync("2. Validate");
        await site.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/reset", "skip": 1, "action": "hold_before" }""");
        await page.ClickAsync("3. Import new and changed (3)");
        await site.Cloud.AdminAsync("GET", "/faults/held");
        await site.KillAndStartAgainAsync();

        await using var next = await site.OpenAsync(chromium.Browser);
        await next.Page.GotoAsync(site.Address + "/runs");
        Assert.Equal("interrupted", await next.Page.Locator(".runs tbody tr").First.Locator("td").Last.InnerTextAsync());
        await next.Page.GotoAsync(site.Address + site.PathOf("import"));
        await next.StepAsync("2. Validate");
        await next.StepAsync("3. Import new and changed");
        Assert.All(await ListAsync(site.Cloud), job => Assert.Equal(90, (int)job["settings"]!["timeout_seconds"]!));
    }

    private static string Job(string name, int timeout) =>
        $$"""
        {
          "name": "{{name}}",
          "timeout_seconds": {{timeout}},
          "tasks": [{ "task_key": "main", "notebook_task": { "notebook_path": "/Shared/x" } }]
        }
        """;

    private static async Task ChangeAsync(LocalCloudFixture cloud, string job, JObject settings)
    {
        var id = (await ListAsync(cloud)).Single(one => (string)one["settings"]!["name"]! == job)["job_id"]!;
        await cloud.PostAsync("/api/2.2/jobs/update", new JObject { ["job_id"] = id, ["new_settings"] = settings });
    }

    private static async Task<GitRepository> StartAsync()
    {
        using var content = new TempDirectory();
        content.Write("deployment/environments/dev.json", """{ "cloud": "local" }""");
        content.Write("deployment/environments/prod.json", """{ "cloud": "local" }""");
        content.Write(
            "deployment/environments/prod.mappings.json",
            """{ "compute_name_mappings": { "cluster_name_mappings": { "etl-dev": "etl-prod" } } }"""
        );
        content.Write("jobs/.gitkeep", "");
        return await GitRepository.CreateAsync(content.FullPath);
    }

    /// <summary>What someone made in the workspace: two jobs that run each other, and one with a slash in its name.</summary>
    private static async Task MakeAsync(LocalCloudFixture cloud, string cluster)
    {
        var id = await MakeClusterAsync(cluster: cluster, cloud: cloud);
        await MakeJobAsync(cloud, "team/a/b", new JObject { ["existing_cluster_id"] = id, ["notebook_task"] = Notebook() });
        var first = await MakeJobAsync(cloud, "first", new JObject { ["existing_cluster_id"] = id, ["notebook_task"] = Notebook() });
        var second = await MakeJobAsync(cloud, "second", new JObject { ["run_job_task"] = new JObject { ["job_id"] = first } });
        await cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = first,
                ["new_settings"] = new JObject
                {
                    ["tasks"] = Tasks(new JObject { ["run_job_task"] = new JObject { ["job_id"] = second } }),
                },
            }
        );
    }

    private static JObject Notebook() => new() { ["notebook_path"] = "/Shared/x" };

    private static async Task<string> MakeClusterAsync(LocalCloudFixture cloud, string cluster) =>
        (string)
            (
                await cloud.PostAsync(
                    "/api/2.1/clusters/create",
                    new JObject
                    {
                        ["cluster_name"] = cluster,
                        ["spark_version"] = "16.4.x-scala2.12",
                        ["node_type_id"] = "Standard_D4ds_v5",
                        ["num_workers"] = 1,
                    }
                )
            )["cluster_id"]!;

    private static async Task<long> MakeJobAsync(LocalCloudFixture cloud, string name, JObject task) =>
        (long)(await cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = name, ["tasks"] = Tasks(task) }))["job_id"]!;

    private static JArray Tasks(JObject task)
    {
        task["task_key"] = "main";
        return [task];
    }

    private static async Task PushAsync(WebPage page, string message)
    {
        await page.ClickAsync("3. Push");
        await page.FillAsync("Message", message);
        await page.StepAsync("Commit and push");
    }

    private static async Task<IReadOnlyList<string>> JobsAsync(LocalCloudFixture cloud) =>
        [.. (await ListAsync(cloud)).Select(job => (string)job["settings"]!["name"]!).Order(StringComparer.Ordinal)];

    private static async Task<JToken> ListAsync(LocalCloudFixture cloud) =>
        (await cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true"))["jobs"] ?? new JArray();

    private static async Task<string> ClusterOfAsync(LocalCloudFixture cloud, string job)
    {
        var settings = (await ListAsync(cloud)).Single(one => (string)one["settings"]!["name"]! == job)["settings"]!;
        var cluster = (string)settings["tasks"]![0]!["existing_cluster_id"]!;
        return (string)(await cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={cluster}"))["cluster_name"]!;
    }
}
