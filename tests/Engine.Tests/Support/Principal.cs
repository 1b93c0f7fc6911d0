using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>A service principal of the workspace that is no administrator.</summary>
/// <param name="Id">Its application id, by which the workspace names it.</param>
internal sealed record Principal(string Id, BearerToken Token)
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    public static async Task<Principal> AddAsync(TestWorkspace workspace, string name)
    {
        var app = (JObject)await workspace.Cloud.AdminAsync("POST", "/apps", new JObject { ["display_name"] = name });
        var id = (string)app["client_id"]!;
        await workspace.Cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject
            {
                ["client_id"] = id,
                ["groups"] = new JArray("users"),
                ["entitlements"] = new JArray("allow-cluster-create", "workspace-access"),
            }
        );
        var token = await workspace.Cloud.TokenAsync(Databricks, id, (string)app["client_secret"]!);
        return new Principal(id, (_, _) => ValueTask.FromResult(token));
    }
}
