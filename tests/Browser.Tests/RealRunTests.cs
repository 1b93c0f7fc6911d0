using System.Diagnostics;
using Layercake.Browser.Tests.Support;
using Layercake.Testing;

namespace Layercake.Browser.Tests;

/// <summary>The report of a deployment to the local cloud.</summary>
public sealed class RealRunTests(Chromium chromium) : IClassFixture<Chromium>
{
    [FactWithChromium]
    public async Task A_deployment_writes_a_page_that_shows_it()
    {
        using var folder = new TempDirectory();
        folder.Write(
            "assets/clusters/etl.json",
            """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
        );
        folder.Write(
            "assets/jobs/nightly.json",
            """
            {
              "name": "nightly",
              "tasks": [{
                "task_key": "main",
                "existing_cluster_id": "etl",
                "notebook_task": { "notebook_path": "/Shared/x" }
              }]
            }
            """
        );

        await RunAsync(
            "--target=Deploy",
            $"--assets={folder["assets"]}",
            $"--state={folder["state"]}",
            $"--cloud-file={folder["cloud.json"]}",
            $"--report={folder["report"]}"
        );
        await using var open = await chromium.OpenAsync(await File.ReadAllTextAsync(folder["report/report.html"]));

        Assert.Empty(open.Complaints);
        Assert.NotEmpty(open.Requests);
        Assert.All(open.Requests, url => Assert.StartsWith("file:", url, StringComparison.Ordinal));
        Assert.Equal("Deploy · local ✓ succeeded", await open.Page.Locator("h1").InnerTextAsync());
        Assert.Equal(["clusters.etl", "jobs.nightly"], await open.Page.Locator(".change .asset").AllInnerTextsAsync());
        Assert.Equal(2, await open.CountAsync("#graph .node.create"));
        Assert.Equal(1, await open.CountAsync("#graph .lines path"));
        Assert.Contains("2", await open.Page.Locator(".tiles .create").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(await open.CountAsync("table.requests tbody tr"), await open.CountAsync("#timeline g.bar"));
        Assert.NotEqual(0, await open.CountAsync("#timeline g.bar.fine"));
        await open.PictureAsync();
    }

    private static async Task RunAsync(params string[] args)
    {
        using var host = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Build.dll"), .. args])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["GITHUB_ACTIONS"] = "", ["TF_BUILD"] = "" },
            }
        )!;
        var (output, errors) = (host.StandardOutput.ReadToEndAsync(), host.StandardError.ReadToEndAsync());
        await host.WaitForExitAsync();
        Assert.True(host.ExitCode == 0, await output + await errors);
    }
}
