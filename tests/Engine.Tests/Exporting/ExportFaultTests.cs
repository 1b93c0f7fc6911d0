using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>What could not be read is never taken for what is gone.</summary>
public sealed class ExportFaultTests : IAsyncLifetime
{
    private const string Free = """ "max_retries": 1 """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new Layercake.Testing.SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(500, "INTERNAL_ERROR")]
    public async Task A_job_that_cannot_be_read_is_an_error_and_keeps_its_file(int status, string code)
    {
        await workspace.HasJobAsync(Large("large"));
        await workspace.HasJobAsync(Samples.Job("small", compute: Free));
        await workspace.ExportAsync("jobs");
        var before = workspace.Text("jobs/large.json");
        await workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET",
              "path": "/api/2.2/jobs/get",
              "status": {{status}},
              "times": 1000,
              "body": { "error_code": "{{code}}", "message": "no" }
            }
            """
        );

        var result = await workspace.TryExportAsync("jobs");

        var error = Assert.Single(result.Findings);
        Assert.Equal(("EXP002", "jobs.large"), (error.Code, error.Asset));
        Assert.Equal(before, workspace.Text("jobs/large.json"));
        Assert.Equal(
            [("large", ExportAction.Kept), ("small", ExportAction.Unchanged)],
            result.Files.Select(file => (file.Name, file.Action))
        );
        Assert.False(result.Succeeded);
    }

    [Fact]
    public async Task A_job_with_more_than_a_hundred_tasks_is_exported_with_all_of_them()
    {
        await workspace.HasJobAsync(Large("large"));

        await workspace.ExportAsync("jobs");

        Assert.Equal(150, JObject.Parse(workspace.Text("jobs/large.json"))["tasks"]!.Count());
        Assert.True((await workspace.PlanAsync("jobs")).IsEmpty);
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_that_leads_out_of_the_folder()
    {
        using var elsewhere = new Layercake.Testing.TempDirectory();
        elsewhere.Write("ledger.json", "{}");
        await workspace.HasJobAsync(Samples.Job("small", compute: Free));
        await workspace.ExportAsync("jobs");
        var ledger = workspace.Assets[".layercake-export.json"];
        File.Copy(ledger, elsewhere["ledger.json"], overwrite: true);
        File.Delete(ledger);
        File.CreateSymbolicLink(ledger, elsewhere["ledger.json"]);
        var before = File.ReadAllText(elsewhere["ledger.json"]);
        await workspace.HasJobAsync(Samples.Job("new", compute: Free));

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal(("FIL002", ".layercake-export.json"), Assert.Single(result.Findings.Select(finding => (finding.Code, finding.File))));
        Assert.Equal(before, File.ReadAllText(elsewhere["ledger.json"]));
    }

    [Fact]
    public async Task A_listing_that_fails_midway_removes_nothing()
    {
        for (var i = 0; i < 101; i++)
            await workspace.HasJobAsync(Samples.Job($"job {i:000}", compute: Free));
        await workspace.ExportAsync("jobs");
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.2/jobs/list",
              "skip": 1,
              "status": 400,
              "times": 1000,
              "body": { "error_code": "BAD_REQUEST", "message": "no" }
            }
            """
        );

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal("EXP001", Assert.Single(result.Findings).Code);
        Assert.Empty(result.Files);
        Assert.Equal(101, workspace.Files().Count);
    }

    [Fact]
    public async Task Two_jobs_of_one_name_are_an_error_that_says_their_ids()
    {
        var ids = new[]
        {
            await workspace.HasJobAsync(Samples.Job("twin", compute: Free)),
            await workspace.HasJobAsync(Samples.Job("twin", compute: Free)),
        };
        await workspace.HasJobAsync(Samples.Job("TWIN", compute: Free));

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal(["jobs/TWIN.json"], workspace.Files());
        var error = Assert.Single(result.Findings);
        Assert.Equal("EXP003", error.Code);
        Assert.All(ids, id => Assert.Contains($"{id}", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_export_leaves_whole_files_and_the_next_one_finishes()
    {
        for (var i = 0; i < 3; i++)
            await workspace.HasJobAsync(Samples.Job($"job {i}", compute: Free));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            workspace.ExportAsync(request => request, ["jobs"], new StopAfter(3, stop), stop.Token)
        );
        Assert.All(workspace.Files(), file => JObject.Parse(workspace.Text(file)));
        await workspace.ExportAsync("jobs");

        Assert.Equal(["jobs/job 0.json", "jobs/job 1.json", "jobs/job 2.json"], workspace.Files());
        Assert.DoesNotContain(
            Directory.EnumerateFiles(workspace.Assets["jobs"]),
            file => file.EndsWith(".layercake-tmp", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Each_listing_is_read_once_however_many_objects_refer_to_it()
    {
        var cluster = await workspace.HasClusterAsync(Samples.Cluster("etl"));
        for (var i = 0; i < 20; i++)
            await workspace.HasJobAsync(Samples.Job($"job {i}", compute: $"\"existing_cluster_id\": \"{cluster}\""));
        await workspace.Cloud.ForgetRequestsAsync();

        await workspace.ExportAsync("jobs");

        var requests = (await workspace.Cloud.RequestsAsync())
            .Where(request =>
                request.Contains("/api/", StringComparison.Ordinal) && !request.Contains("/workspace/", StringComparison.Ordinal)
            )
            .Select(request => request.Split('?')[0])
            .Order()
            .ToList();
        Assert.Equal(["GET /api/2.1/clusters/list", "GET /api/2.2/jobs/list"], requests);
    }

    private static string Large(string name) =>
        new JObject
        {
            ["name"] = name,
            ["tasks"] = new JArray(
                Enumerable
                    .Range(0, 150)
                    .Select(i => new JObject
                    {
                        ["task_key"] = $"t{i}",
                        ["notebook_task"] = new JObject { ["notebook_path"] = "/Shared/x" },
                    })
            ),
        }.ToString();

    private sealed class StopAfter(int reads, CancellationTokenSource stop) : IExportWatcher
    {
        private int left = reads;

        public void Listed(string kind, int count) { }

        public void Read(string kind)
        {
            if (Interlocked.Decrement(ref left) == 0)
                stop.Cancel();
        }
    }
}
