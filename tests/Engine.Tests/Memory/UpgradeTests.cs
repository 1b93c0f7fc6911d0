using System.IO.Compression;
using System.Text;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Memory;

/// <summary>What a build before 0.2.0 deployed is deployed on without a write to any asset.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();
        await workspace.DeployAsync();
        await RewriteAsFirstFormatAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task The_first_deployment_after_an_upgrade_writes_nothing_at_all()
    {
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task With_the_next_change_the_record_gets_the_second_format_and_earlier_builds_find_a_notice()
    {
        await workspace.WithEachChanged().DeployAsync();

        Assert.Equal(2, (int?)(await workspace.ManifestAsync())["format"]);
        Assert.Equal(
            2,
            (int?)
                Unpacked(
                    await workspace.Cloud.GetAsync($"/api/2.0/workspace/export?format=SOURCE&path={LeaseFiles.Folder}/manifest.json.gz")
                )["format"]
        );
        await workspace.AssertDeployedOnceAsync();
    }

    private async Task RewriteAsFirstFormatAsync()
    {
        var document = await workspace.ManifestAsync();
        document["format"] = 1;
        document.Remove("needs");
        document["creating"] = new JArray();
        foreach (var name in await workspace.MemoryAsync())
            await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = $"{LeaseFiles.Folder}/{name}" });

        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
            compressed.Write(Encoding.UTF8.GetBytes(document.ToString()));
        await workspace.PutAsync(bytes.ToArray(), $"{LeaseFiles.Folder}/manifest.json.gz");
    }

    private static JObject Unpacked(JObject answer)
    {
        using var content = new GZipStream(
            new MemoryStream(Convert.FromBase64String((string)answer["content"]!)),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(content);
        return JObject.Parse(reader.ReadToEnd());
    }
}
