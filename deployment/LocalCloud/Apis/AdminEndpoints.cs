using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis;

/// <summary>The cloud's own calls: what was requested, what is to go wrong, and what it holds.</summary>
internal sealed class AdminEndpoints(Cloud cloud) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        Add("GET", "", _ => ApiResponse.Json(new JObject { ["process_id"] = Environment.ProcessId, ["workspace_id"] = cloud.Accounts.WorkspaceId }));
        Add("GET", "/requests", _ => ApiResponse.Json(cloud.Ledger.List()));
        Add("GET", "/requests/summary", _ => ApiResponse.Json(cloud.Ledger.Summary()));
        Add("DELETE", "/requests", _ => Done(cloud.Ledger.Clear));

        void Add(string method, string path, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add(method, Cloud.AdminPath + path, Access.Anonymous, (request, _) => Task.FromResult(endpoint(request)));
    }

    private static ApiResponse Done(Action action)
    {
        action();
        return ApiResponse.Empty;
    }
}
