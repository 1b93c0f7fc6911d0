using System.Text;
using Layercake.Host.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>Where Git or the manifest says that a secret is, no value is shown at the highest verbosity, whoever put it there.</summary>
public sealed class TraceSecrecyTests(User shared) : IClassFixture<User>, IAsyncLifetime
{

    private User user = null!;

    public async Task InitializeAsync()
    {
        user = (await shared.StartOverAsync())
            .WithSmallProject()
            .With(
                "clusters/etl.json",
                """
                {
                  "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1,
                  "policy_id": "platform", "apply_policy_default_values": true
                }
                """
            )
            .With(
                "warehouses/reporting.json",
                """
                {
                  "name": "reporting", "cluster_size": "2X-Small", "max_num_clusters": 1, "auto_stop_mins": 10,
                  "tags": { "custom_tags": [{ "key": "team", "value": "bi" }, { "key": "sec", "value": "${secret.tag}" }] }
                }
                """
            )
            .With(
                "cluster-policies/platform.json",
                """
                {
                  "name": "platform", "description": "for ${secret.feed}",
                  "definition": {
                    "spark_conf.pw": { "type": "fixed", "value": "x${secret.feed}y" },
                    "custom_tags.team": { "type": "fixed", "value": "z${secret.feed}" }
                  }
                }
                """
            );
        await RotateAsync("canary-first");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Targets_that_never_read_a_secret_do_not_show_it()
    {
        await AssertSilentAsync("--target=Deploy");
        await RotateAsync("canary-second");

        string[] targets = ["DeployQueries", "DeployDashboards", "DeployClusters", "Prune", "Destroy", "StopClusters", "CheckConnection"];
        foreach (var target in targets)
            await AssertSilentAsync($"--target={target}");
    }

    [Fact]
    public async Task The_secret_before_a_rotation_is_not_shown()
    {
        await AssertSilentAsync("--target=Deploy");
        await RotateAsync("canary-second");

        await AssertSilentAsync("--target=Deploy");
    }

    [Fact]
    public async Task A_value_that_someone_put_in_the_place_of_a_secret_is_not_shown()
    {
        await AssertSilentAsync("--target=Deploy");
        await EditAsync();

        var plan = await AssertSilentAsync("--target=Plan");

        Assert.Contains("(hidden)", plan.Text, StringComparison.Ordinal);
        Assert.Contains("(hidden)", await File.ReadAllTextAsync(Path.Combine(user.Report, "report.html")), StringComparison.Ordinal);
        await AssertSilentAsync("--target=DeployClusters");
        await AssertSilentAsync("--target=DeployQueries");
        await AssertSilentAsync("--target=Destroy");
        await AssertSilentAsync("--target=Deploy");
    }

    [Fact]
    public async Task A_sealed_plan_that_brings_a_secret_does_not_show_what_is_in_its_place()
    {
        const string Policy = "cluster-policies/platform.json";
        var secret = await File.ReadAllTextAsync(Path.Combine(user.Assets, Policy));
        user.With(Policy, """{ "name": "platform", "description": "ours", "definition": {} }""");
        await AssertSilentAsync("--target=Deploy");
        await EditAsync();
        user.With(Policy, secret);
        var plan = Path.Combine(user.Home, "release.plan");
        Assert.Equal(0, (await user.RunAsync("--target=Plan", $"--out={plan}")).ExitCode);

        AssertSilent(await user.RunWithoutAssetsAsync(null, $"--plan={plan}", "--verbosity=diagnostic"), "--plan");
    }

    private async Task RotateAsync(string value)
    {
        foreach (var name in new[] { "feed", "tag" })
            await user.PutSecretAsync(name, new JObject { ["value"] = $"{value}-{name}" });
    }

    private async Task EditAsync()
    {
        var policy = (JObject)(await user.Cloud.GetAsync("/api/2.0/policies/clusters/list"))["policies"]![0]!;
        await user.Cloud.PostAsync(
            "/api/2.0/policies/clusters/edit",
            new JObject
            {
                ["policy_id"] = policy["policy_id"],
                ["name"] = policy["name"],
                ["description"] = "canary-by-hand",
                ["definition"] = new JObject
                {
                    ["spark_conf.pw"] = new JObject
                    {
                        ["type"] = "allowlist",
                        ["values"] = new JArray("canary-hand-1"),
                        ["defaultValue"] = "canary-hand-1",
                    },
                    ["custom_tags.team"] = new JObject { ["type"] = "fixed", ["value"] = "canary-hand-2" },
                    ["custom_tags.pw2"] = new JObject { ["type"] = "fixed", ["value"] = "canary-hand-4" },
                }.ToString(Formatting.None),
            }
        );
        var warehouse = (JObject)(await user.Cloud.GetAsync("/api/2.0/sql/warehouses"))["warehouses"]![0]!;
        await user.Cloud.PostAsync(
            $"/api/2.0/sql/warehouses/{warehouse["id"]}/edit",
            new JObject
            {
                ["name"] = warehouse["name"],
                ["cluster_size"] = warehouse["cluster_size"],
                ["max_num_clusters"] = 1,
                ["auto_stop_mins"] = 10,
                ["tags"] = new JObject
                {
                    ["custom_tags"] = new JArray(new JObject { ["key"] = "sec", ["value"] = "canary-hand-3" }),
                },
            }
        );
    }

    private async Task<HostRun> AssertSilentAsync(string target)
    {
        var run = await user.RunAsync(target, "--verbosity=diagnostic");
        AssertSilent(run, target);
        return run;
    }

    private void AssertSilent(HostRun run, string target)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains(" brought {", run.Text, StringComparison.Ordinal);
        var told = run.Lines.Where(line => line.Contains("canary", StringComparison.Ordinal)).ToList();
        Assert.True(told.Count == 0, $"{target}:\n{string.Join('\n', told)}");
        foreach (var file in new[] { user.Home, user.Logs }.Where(Directory.Exists).SelectMany(Files))
            Assert.False(File.ReadAllText(file, Encoding.Latin1).Contains("canary", StringComparison.Ordinal), file);
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
}
