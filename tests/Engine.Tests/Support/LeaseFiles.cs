using System.IO.Compression;
using System.Text;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>The leases of a test's workspace, as others see them.</summary>
internal static class LeaseFiles
{
    public const string Folder = "/Shared/.layercake/default/test";

    /// <summary>The one file of earlier versions.</summary>
    public const string Earlier = Folder + "/lease.json";

    public static string PathOf(long number) => $"{Folder}/lease-{number}.json";

    /// <summary>A lease of another machine.</summary>
    public static Lease Foreign(this TestWorkspace workspace, long number, LeaseState state = LeaseState.Live) =>
        Lease.New(number, "client two on agent-2", workspace.Clock.GetUtcNow()) with
        {
            State = state,
        };

    public static Task PutLeaseAsync(this TestWorkspace workspace, Lease lease, string? path = null) =>
        workspace.PutAsync(LeaseFile.Write(lease), path ?? PathOf(lease.Number));

    /// <summary>Edits the manifest that counts, as someone might by hand.</summary>
    public static async Task PutManifestAsync(this TestWorkspace workspace, JObject document)
    {
        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
            compressed.Write(Encoding.UTF8.GetBytes(document.ToString()));

        await workspace.PutAsync(
            bytes.ToArray(),
            $"{workspace.Environment.StateFolder}/manifest-{new StateListing(await workspace.MemoryAsync()).Manifest}.json.gz"
        );
    }

    public static async Task PutAsync(this TestWorkspace workspace, byte[] content, string path)
    {
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new() { ["path"] = Folder });
        await workspace.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new()
            {
                ["path"] = path,
                ["format"] = "AUTO",
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String(content),
            }
        );
    }

    /// <summary>The highest lease; null when there is none.</summary>
    public static async Task<Lease?> LeaseAsync(this TestWorkspace workspace)
    {
        var highest = new StateListing(await workspace.MemoryAsync()).Lease;
        return highest == 0 ? null : LeaseFile.Read(Encoding.UTF8.GetBytes(await workspace.SourceAsync(PathOf(highest))), highest);
    }

    /// <summary>The names of the files that deployments remember in.</summary>
    public static async Task<IReadOnlyList<string>> MemoryAsync(this TestWorkspace workspace) =>
        [
            .. ((await workspace.Cloud.GetAsync($"/api/2.0/workspace/list?path={Folder}"))["objects"] ?? new JArray()).Select(file =>
                ((string)file["path"]!)[(Folder.Length + 1)..]
            ),
        ];

    /// <summary>As another machine would have it.</summary>
    public static LeaseStore Leases(this TestWorkspace workspace) => new(workspace.Client(), Folder, workspace.LeaseClock);
}
