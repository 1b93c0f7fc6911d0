using System.Text;
using Layercake.Engine.Memory;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Tests.Support;

/// <summary>The lease of a test's workspace, as others see it.</summary>
internal static class LeaseFiles
{
    public const string Folder = "/Shared/.layercake/default/test";

    public const string Path = Folder + "/lease.json";

    /// <summary>A lease of another machine that runs out so much later than now.</summary>
    public static Lease Foreign(this TestWorkspace workspace, TimeSpan left, string owner = "client two on agent-2") =>
        Lease.New(owner, workspace.Clock.GetUtcNow() + left - Lease.Duration);

    public static Task PutLeaseAsync(this TestWorkspace workspace, Lease lease, string path = Path) => workspace.PutAsync(LeaseFile.Write(lease), path);

    public static async Task PutAsync(this TestWorkspace workspace, byte[] content, string path = Path)
    {
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new() { ["path"] = Folder });
        await workspace.Cloud.PostAsync("/api/2.0/workspace/import", new() { ["path"] = path, ["format"] = "AUTO", ["overwrite"] = true, ["content"] = Convert.ToBase64String(content) });
    }

    public static Task RemoveLeaseAsync(this TestWorkspace workspace) => workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new() { ["path"] = Path });

    public static async Task<Lease> LeaseAsync(this TestWorkspace workspace) => LeaseFile.Read(Encoding.UTF8.GetBytes(await workspace.SourceAsync(Path)))!;

    /// <summary>The names of the files that deployments remember in.</summary>
    public static async Task<IReadOnlyList<string>> MemoryAsync(this TestWorkspace workspace) =>
        [.. ((await workspace.Cloud.GetAsync($"/api/2.0/workspace/list?path={Folder}"))["objects"] ?? new Newtonsoft.Json.Linq.JArray()).Select(file => ((string)file["path"]!)[(Folder.Length + 1)..])];

    public static LeaseStore Leases(this TestWorkspace workspace) => new(new WorkspaceApi(workspace.Client()), Folder, workspace.Clock);
}
