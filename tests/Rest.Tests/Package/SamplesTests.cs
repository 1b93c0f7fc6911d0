using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Package;

/// <summary>What the package's README shows compiles, runs against the local cloud, and does what it says.</summary>
public sealed partial class SamplesTests : CloudTests
{
    [Fact]
    public void The_README_has_the_samples_as_they_are_compiled()
    {
        var code = File.ReadAllText(Path.Combine(Here(), "Samples.cs")).ReplaceLineEndings("\n");
        var readme = File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "deployment", "Rest", "README.md")).ReplaceLineEndings("\n");

        var compiled = Sample()
            .Matches(code)
            .Select(sample => sample.Groups["code"].Value.Replace("\n        ", "\n", StringComparison.Ordinal));
        var shown = Block().Matches(readme).Select(block => block.Groups["code"].Value);

        Assert.Equal(compiled.Select(sample => sample.Trim()), shown.Select(block => block.Trim()));
    }

    [Fact]
    public async Task A_job_is_made_run_once_waited_for_and_exported()
    {
        var client = Samples.Connect(Fixture.NewHandler(), new Uri(Fixture.Description.WorkspaceHttp), Fixture.Description.Token);
        await Fixture.AdminAsync("POST", "/run-outcomes", new JObject { ["task"] = "*", ["exit_value"] = "42" });
        await new WorkspaceApi(client).ImportAsync("/Shared/one", "print(1)"u8.ToArray(), "SOURCE", "PYTHON", true, CancellationToken.None);
        await Fixture.AddFaultAsync("""{ "method": "POST", "path": "*/jobs/create", "action": "drop_after" }""");
        var settings = JObject.Parse(
            """
            {
              "name": "nightly",
              "parameters": [{ "name": "day", "default": "" }],
              "tasks": [{ "task_key": "one", "notebook_task": { "notebook_path": "/Shared/one" } }]
            }
            """
        );

        var jobId = await Samples.MakeAsync(client, settings, CancellationToken.None);
        var listed = await new JobsApi(client).ListAsync(null, CancellationToken.None).ToListAsync();
        Assert.Equal(jobId, (long)Assert.Single(listed)["job_id"]!);

        var runId = await Samples.RunAsync(client, jobId, "nightly-1", CancellationToken.None);
        Assert.Equal(runId, await Samples.RunAsync(client, jobId, "nightly-1", CancellationToken.None));

        await Fixture.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });
        Assert.Equal("SUCCESS", await Samples.WaitAsync(client, runId, new SelfAdvancingClock(), CancellationToken.None));

        using var folder = new TempDirectory();
        await Samples.ExportAsync(client, runId, folder.FullPath, CancellationToken.None);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(folder["one.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_no_error_and_what_passes_is_tried_again()
    {
        using var http = new HttpMessageInvoker(Fixture.NewHandler());
        await Fixture.AddFaultAsync("""{ "path": "*/clusters/get", "status": 429, "retry_after": "0", "times": 1 }""");

        var cluster = await Samples.ReadAsync(
            http,
            new Uri(Fixture.Description.WorkspaceHttp),
            (_, _) => ValueTask.FromResult(Fixture.Description.Token),
            "0412-081530-reef123",
            CancellationToken.None
        );

        Assert.Null(cluster);
        Assert.Equal(2, (await Fixture.RequestsAsync()).Count(request => request.Contains("clusters/get", StringComparison.Ordinal)));
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"// Sample: [^\n]+(?<code>.+?)// End", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex("```csharp(?<code>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
