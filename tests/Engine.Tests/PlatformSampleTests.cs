using Layercake.Engine.Declarations;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Declarations;
using Layercake.Engine.Tests.Support;
using Layercake.Sweeping;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The platform of <c>samples/platform</c>, from one Git to two workspaces, and from one of them to an empty one.</summary>
public sealed class PlatformSampleTests : IAsyncLifetime
{
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "platform");

    /// <summary>Files and their permission lists.</summary>
    private const int Assets = 30;

    private TestWorkspace dev = null!;
    private TestWorkspace other = null!;

    public async Task InitializeAsync() => (dev, other) = (await StartAsync(), await StartAsync());

    public async Task DisposeAsync()
    {
        await dev.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task It_is_deployed_to_dev_and_prod_once_nothing_is_left_running_and_again_it_takes_the_requests_that_the_bench_lists()
    {
        foreach (var (workspace, name) in new[] { (dev, "dev"), (other, "prod") })
        {
            Take(workspace, name);

            var outcome = await workspace.DeployAsync();

            Assert.Equal(Assets, outcome.Changes.Count);
            await workspace.Cloud.ForgetRequestsAsync();
            Assert.Empty((await workspace.DeployAsync()).Changes);
            var lines = RequestLines.Of(await workspace.Cloud.RequestsAsync(), outcome);
            Assert.All(lines, line => Assert.StartsWith("| 1 | `GET ", line, StringComparison.Ordinal));
            Assert.Contains(
                $"\n\n{RequestLines.Heading}\n{string.Join('\n', lines)}\n\n".Replace($"/{name}", "/dev", StringComparison.Ordinal),
                Repository.Read("bench/README.md"),
                StringComparison.Ordinal
            );
            var (clusters, warehouses) = (await workspace.Cloud.GetAsync("/api/2.1/clusters/list"), await WarehousesAsync(workspace));
            Assert.DoesNotContain(clusters["clusters"]!, cluster => (string?)cluster["state"] is "RUNNING" or "PENDING");
            Assert.DoesNotContain(warehouses, warehouse => (string?)warehouse["state"] is "RUNNING" or "STARTING");
            Assert.Equal(name == "prod" ? "Small" : "2X-Small", (string?)Assert.Single(warehouses)["cluster_size"]);
        }
    }

    [Fact]
    public async Task What_is_exported_from_it_makes_the_same_in_an_empty_workspace()
    {
        Take(dev, "dev");
        await dev.DeployAsync();
        foreach (var file in dev.Files())
            dev.Without(file);

        var exported = await dev.ExportAsync(request => request with { WithPermissions = true });

        Assert.DoesNotContain(exported.Findings, finding => finding.Severity == Severity.Error);
        Assert.True((await dev.PlanAsync()).IsEmpty);
        foreach (var file in dev.Files())
            other.With(file, File.ReadAllBytes(dev.Assets[file]));
        other.Environment = dev.Environment;
        Assert.Equal(Assets, (await other.DeployAsync()).Changes.Count);
        Assert.True((await other.PlanAsync()).IsEmpty);

        // Whoever deploys owns what it makes, here and there.
        Assert.All(exported.Files.Select(file => file.File!), file => Assert.DoesNotContain("@layercake.example", dev.Text(file)));
    }

    private static Task<TestWorkspace> StartAsync() => TestWorkspace.StartAsync(new SelfAdvancingClock());

    /// <summary>Git, with what it says of an environment.</summary>
    private static void Take(TestWorkspace workspace, string environment)
    {
        foreach (var file in Directory.GetFiles(Sample, "*", SearchOption.AllDirectories))
            workspace.With(Path.GetRelativePath(Sample, file), File.ReadAllBytes(file));
        var findings = new List<Finding>();
        var files = new EnvironmentFiles([Path.Combine(Sample, "deployment", "environments")]);
        workspace.Environment = files.Load(environment, new Dictionary<string, string>(), findings)!;
        Assert.Empty(findings);
    }

    private static async Task<IReadOnlyList<JToken>> WarehousesAsync(TestWorkspace workspace) =>
        [.. (await workspace.Cloud.GetAsync("/api/2.0/sql/warehouses"))["warehouses"]!];
}
