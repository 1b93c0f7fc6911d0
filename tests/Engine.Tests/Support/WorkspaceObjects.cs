using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>What is in the workspace, made and read as people do, by the service's own interface.</summary>
public static class WorkspaceObjects
{
    /// <summary>Makes a job as people do, by the service's own interface, and returns its id.</summary>
    public static async Task<long> HasJobAsync(this TestWorkspace workspace, string settings) =>
        (long)(await workspace.Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse(settings)))["job_id"]!;

    /// <inheritdoc cref="HasJobAsync"/>
    public static async Task<string> HasClusterAsync(this TestWorkspace workspace, string settings) =>
        (string)(await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(settings)))["cluster_id"]!;

    /// <summary>Adds a user to the workspace, or for an application id a service principal.</summary>
    public static async Task HasPrincipalAsync(this TestWorkspace workspace, string name)
    {
        var (people, field) = Guid.TryParse(name, out _) ? ("ServicePrincipals", "applicationId") : ("Users", "userName");
        await workspace.Cloud.PostAsync($"/api/2.0/preview/scim/v2/{people}", new JObject { [field] = name });
    }

    /// <summary>Deletes a cluster for good, which leaves the jobs that name it as they are.</summary>
    public static async Task RemoveClusterAsync(this TestWorkspace workspace, string id) =>
        await workspace.Cloud.PostAsync("/api/2.1/clusters/permanent-delete", new JObject { ["cluster_id"] = id });

    public static async Task HasFileAsync(
        this TestWorkspace workspace,
        string path,
        string content,
        string format = "AUTO",
        string? language = null
    )
    {
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = path[..path.LastIndexOf('/')] });
        var body = new JObject
        {
            ["path"] = path,
            ["format"] = format,
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)),
            ["overwrite"] = true,
        };
        if (language is not null)
            body["language"] = language;

        await workspace.Cloud.PostAsync("/api/2.0/workspace/import", body);
    }

    /// <summary>The only job of that name, as Jobs 2.2 gives it.</summary>
    public static async Task<JObject> JobAsync(this TestWorkspace workspace, string name) =>
        (JObject)
            Assert.Single(
                (await workspace.Cloud.GetAsync($"/api/2.2/jobs/list?expand_tasks=true&name={Uri.EscapeDataString(name)}"))["jobs"]
                    ?? new JArray()
            );

    /// <summary>The only cluster of that name.</summary>
    public static async Task<JObject> ClusterAsync(this TestWorkspace workspace, string name) =>
        (JObject)
            Assert.Single(
                (await workspace.Cloud.GetAsync("/api/2.0/clusters/list"))["clusters"] ?? new JArray(),
                cluster => (string?)cluster["cluster_name"] == name
            );

    public static Task<JObject> StatusAsync(this TestWorkspace workspace, string path) =>
        workspace.Cloud.GetAsync($"/api/2.0/workspace/get-status?path={Uri.EscapeDataString(path)}");

    /// <summary>A notebook's source or a file's text.</summary>
    public static async Task<string> SourceAsync(this TestWorkspace workspace, string path)
    {
        var answer = await workspace.Cloud.GetAsync($"/api/2.0/workspace/export?format=SOURCE&path={Uri.EscapeDataString(path)}");
        return Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["content"]!));
    }
}
