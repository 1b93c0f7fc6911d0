using Layercake.Rest.Apis;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Package;

/// <summary>The samples of the package's README, which has what is between the marks.</summary>
internal static class Samples
{
    public static WorkspaceClient Connect(HttpMessageHandler handler, Uri url, string token)
    {
        // Sample: A client
        var http = new HttpMessageInvoker(handler);
        var options = new WorkspaceOptions { Url = url, Token = (renew, ct) => ValueTask.FromResult(token) };
        var client = new WorkspaceClient(http, options, NullLogger<WorkspaceClient>.Instance);
        // End
        return client;
    }

    public static async Task<string> WaitAsync(WorkspaceClient client, long runId, TimeProvider clock, CancellationToken ct)
    {
        // Sample: Waiting
        var runs = new RunsApi(client);
        var run = await runs.GetAsync(runId, ct);
        while ((string?)run.SelectToken("state.life_cycle_state") is not ("TERMINATED" or "SKIPPED" or "INTERNAL_ERROR"))
        {
            await Task.Delay(TimeSpan.FromSeconds(10), clock, ct);
            run = await runs.GetAsync(runId, ct);
        }

        var result = (string?)run.SelectToken("state.result_state");
        // End
        return result ?? "";
    }

    public static async Task<JObject?> ReadAsync(HttpMessageInvoker http, Uri url, BearerToken token, string id, CancellationToken ct)
    {
        // Sample: Retries
        var options = new WorkspaceOptions
        {
            Url = url,
            Token = token,
            Concurrency = 8,
            AttemptTimeout = TimeSpan.FromSeconds(30),
            Deadline = TimeSpan.FromMinutes(2),
        };
        var clusters = new ClustersApi(new WorkspaceClient(http, options, NullLogger<WorkspaceClient>.Instance));
        JObject? cluster;
        try
        {
            cluster = await clusters.GetAsync(id, ct);
        }
        catch (WorkspaceApiException failure) when (failure.IsMissing)
        {
            cluster = null;
        }

        // End
        return cluster;
    }

    public static async Task<long> RunAsync(WorkspaceClient client, long jobId, string token, CancellationToken ct)
    {
        // Sample: A run that starts once
        var runs = new RunsApi(client);
        var parameters = new JObject { ["job_parameters"] = new JObject { ["day"] = "2026-11-29" } };
        var runId = await runs.RunNowAsync(jobId, parameters, token, ct);
        // End
        return runId;
    }

    public static async Task<long> MakeAsync(WorkspaceClient client, JObject settings, CancellationToken ct)
    {
        // Sample: A job that is made once
        var jobs = new JobsApi(client);
        long jobId;
        try
        {
            jobId = await jobs.CreateAsync(settings, ct);
        }
        catch (WorkspaceApiException failure) when (failure.OutcomeUnknown)
        {
            var made = await jobs.ListAsync((string?)settings["name"], ct).FirstOrDefaultAsync(ct);
            jobId = (long?)made?["job_id"] ?? await jobs.CreateAsync(settings, ct);
        }

        // End
        return jobId;
    }

    public static async Task ExportAsync(WorkspaceClient client, long runId, string folder, CancellationToken ct)
    {
        // Sample: Exporting a run
        var runs = new RunsApi(client);
        var run = await runs.GetAsync(runId, ct);
        foreach (var task in run["tasks"]!)
            foreach (var page in await runs.ExportAsync((long)task["run_id"]!, ct))
                await File.WriteAllTextAsync(Path.Combine(folder, $"{task["task_key"]}.html"), (string?)page["content"], ct);
        // End
    }
}
