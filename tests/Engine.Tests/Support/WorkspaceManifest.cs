using System.IO.Compression;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>What deployments remember in the workspace.</summary>
public static class WorkspaceManifest
{
    /// <summary>The manifest that counts, as it is in the workspace.</summary>
    public static async Task<JObject> ManifestAsync(this TestWorkspace workspace)
    {
        var answer = await workspace.Cloud.GetAsync($"/api/2.0/workspace/export?format=SOURCE&path={await workspace.ManifestPathAsync()}");
        using var content = new GZipStream(
            new MemoryStream(Convert.FromBase64String((string)answer["content"]!)),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(content);
        return JObject.Parse(await reader.ReadToEndAsync());
    }

    /// <summary>Loses what deployments remember.</summary>
    public static async Task ForgetAsync(this TestWorkspace workspace) =>
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = await workspace.ManifestPathAsync() });

    private static async Task<string> ManifestPathAsync(this TestWorkspace workspace) =>
        $"{workspace.Environment.StateFolder}/manifest-{new StateListing(await workspace.MemoryAsync()).Manifest}.json.gz";
}
