using System.Runtime.Versioning;
using Layercake.LocalCloud;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests.Support;

/// <summary>
/// Someone with a folder of assets and a local cloud that runs already; the tests of one class share it and each starts over.
/// </summary>
public sealed class User : IAsyncLifetime
{
    private readonly TempDirectory folder = new();

    public LocalCloudFixture Cloud { get; private set; } = null!;

    /// <summary>Holds all that the host writes besides the workspace.</summary>
    public string Home => folder["home"];

    public string Assets => folder["home/assets"];

    public string CloudFile => folder["cloud/cloud.json"];

    public string Logs => folder["state/logs"];

    public string PlanFile => folder["home/plan.json"];

    public string Report => folder["home/report"];

    public async Task InitializeAsync() =>
        Cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { DescriptionFile = folder["cloud/cloud.json"] });

    public async Task DisposeAsync()
    {
        await Cloud.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>An empty workspace, an empty folder of assets, no faults.</summary>
    public async Task<User> StartOverAsync()
    {
        if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
        if (Directory.Exists(Logs))
            Directory.Delete(Logs, recursive: true);

        Directory.CreateDirectory(Assets);
        await Cloud.AdminAsync("POST", "/reset");
        await Cloud.AdminAsync("DELETE", "/faults");
        await Cloud.ForgetRequestsAsync();
        return this;
    }

    public User With(string file, string text)
    {
        folder.Write(Path.Combine("home/assets", file), text);
        return this;
    }

    public User With(string file, byte[] content)
    {
        With(file, "");
        File.WriteAllBytes(Path.Combine(Assets, file), content);
        return this;
    }

    /// <summary>One asset of each kind.</summary>
    public User WithSmallProject() =>
        this.With("init-scripts/install.sh", "echo 1\n")
            .With(
                "clusters/etl.json",
                """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
            )
            .With("notebooks/load.py", "# Databricks notebook source\nprint(1)\n")
            .With(
                "jobs/nightly.json",
                """
                {
                  "name": "nightly",
                  "tasks": [{
                    "task_key": "main",
                    "existing_cluster_id": "etl",
                    "notebook_task": { "notebook_path": "/Shared/layercake/notebooks/load" }
                  }]
                }
                """
            );

    public HostRun Start(params IEnumerable<string> args) => StartIn(Assets, args);

    /// <inheritdoc cref="HostRun.StartRedirected"/>
    public async Task<HostRun> RunRedirectedAsync(string redirections, params IEnumerable<string> args)
    {
        var run = HostRun.StartRedirected(Home, redirections, Usual(Assets, args));
        return await run.EndAsync();
    }

    /// <summary>Deploys another folder than <see cref="Assets"/>.</summary>
    public HostRun StartIn(string assets, params IEnumerable<string> args) => HostRun.Start(Home, Usual(assets, args));

    /// <summary>Deploys a package instead of a folder.</summary>
    public async Task<HostRun> RunPackageAsync(string package, params IEnumerable<string> args)
    {
        var run = HostRun.Start(Home, Usual(null, [$"--package={package}", .. args]));
        return await run.EndAsync();
    }

    /// <inheritdoc cref="RunPackageAsync"/>
    public async Task<HostRun> RunPackageInCiAsync(string ci, string package, params IEnumerable<string> args)
    {
        var run = HostRun.Start(Home, Usual(null, [$"--package={package}", .. args]), ci);
        return await run.EndAsync();
    }

    /// <summary>Runs it without a folder of assets, as a step of a CI system where one is named.</summary>
    public async Task<HostRun> RunWithoutAssetsAsync(string? ci, params IEnumerable<string> args)
    {
        var run = HostRun.Start(Home, Usual(null, args), ci);
        return await run.EndAsync();
    }

    /// <summary>Runs it as a step of a CI system on a machine whose Azure CLI is this script.</summary>
    [UnsupportedOSPlatform("windows")]
    public async Task<HostRun> RunInCiWithAzureCliAsync(string ci, string azureCli, params IEnumerable<string> args)
    {
        var script = folder.Write("tools/az", azureCli);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var run = HostRun.Start(Home, Usual(Assets, args), ci, folder["tools"]);
        return await run.EndAsync();
    }

    /// <summary>Runs it as a step of GitHub Actions (<c>GITHUB_ACTIONS</c>) or of Azure Pipelines (<c>TF_BUILD</c>).</summary>
    public async Task<HostRun> RunInCiAsync(string ci, params IEnumerable<string> args)
    {
        var run = HostRun.Start(Home, Usual(Assets, args), ci);
        return await run.EndAsync();
    }

    public async Task<HostRun> RunAsync(params IEnumerable<string> args)
    {
        var run = Start(args);
        return await run.EndAsync();
    }

    /// <summary>The requests since the start or since they were forgotten that wrote something to the workspace.</summary>
    public async Task<IReadOnlyList<string>> WritesAsync() =>
        [
            .. (await Cloud.RequestsAsync()).Where(request =>
                request.Contains(" /api/", StringComparison.Ordinal) && !request.StartsWith("GET ", StringComparison.Ordinal)
            ),
        ];

    /// <summary>Puts a secret into the vault.</summary>
    public async Task PutSecretAsync(string name, JObject secret)
    {
        using var answer = await Cloud.SendAsync(
            "https://vault.azure.net",
            "PUT",
            $"{Cloud.Description.Vault}/secrets/{name}?api-version=7.4",
            secret
        );
        answer.EnsureSuccessStatusCode();
    }

    public async Task<string> SecretAsync(string name)
    {
        using var answer = await Cloud.SendAsync(
            "https://vault.azure.net",
            "GET",
            $"{Cloud.Description.Vault}/secrets/{name}?api-version=7.4"
        );
        return (string)JObject.Parse(await answer.Content.ReadAsStringAsync())["value"]!;
    }

    /// <summary>The lines of a log, by its path below <see cref="Logs"/>.</summary>
    public async Task<string[]> LogAsync(string path) => await File.ReadAllLinesAsync(Path.Combine(Logs, path));

    public async Task<int> CountAsync(string path, string list) => ((await Cloud.GetAsync(path))[list] as JArray)?.Count ?? 0;

    private IEnumerable<string> Usual(string? assets, IEnumerable<string> args) =>
        [
            "--no-report",
            .. assets is null ? Array.Empty<string>() : [$"--assets={assets}"],
            $"--cloud-file={CloudFile}",
            $"--state={folder["state"]}",
            $"--plan-file={PlanFile}",
            $"--report={Report}",
            .. args,
        ];
}
