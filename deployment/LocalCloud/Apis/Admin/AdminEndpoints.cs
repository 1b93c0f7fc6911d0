using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Admin;

/// <summary>The cloud's own calls: what was requested, what is to go wrong, and what it holds.</summary>
internal sealed class AdminEndpoints(Cloud cloud) : IEndpoints
{
    private static readonly Dictionary<string, Access> Services = new(StringComparer.Ordinal)
    {
        ["vault"] = Access.Vault,
        ["workspace"] = Access.Workspace,
        ["arm"] = Access.ResourceManager,
    };

    public void Map(RouteTable routes)
    {
        Add("GET", "", _ => new JObject { ["process_id"] = Environment.ProcessId, ["workspace_id"] = cloud.Accounts.WorkspaceId });
        Add("GET", "/requests", _ => cloud.Ledger.List());
        Add("GET", "/requests/summary", _ => cloud.Ledger.Summary());
        Add("DELETE", "/requests", _ => Done(cloud.Ledger.Clear));
        Add("GET", "/faults", _ => cloud.Faults.List());
        Add("POST", "/faults", request => Done(() => cloud.Faults.Add(FaultRule.Parse(request.Parameters))));
        routes.Add("GET", Cloud.AdminPath + "/faults/held", Access.Anonymous, HeldAsync);
        Add("DELETE", "/faults", _ => Done(cloud.Faults.Clear));
        Add("POST", "/latency", request => Done(() => cloud.Faults.Latency = Milliseconds(request, "ms")));
        Add("GET", "/clock", _ => Time());
        Add(
            "POST",
            "/clock",
            request =>
            {
                cloud.AdvanceClock(Milliseconds(request, "advance_ms"));
                return Time();
            }
        );
        Add("POST", "/tokens", request => Done(() => cloud.Tokens.SetLifetime(RequiredNumber(request, "lifetime_seconds"))));
        Add("POST", "/tokens/expire", _ => Done(cloud.Tokens.ExpireAll));
        Add(
            "POST",
            "/deny",
            request => Done(() => cloud.Denials.Add(Service(request), request.RequiredText("client_id"), Texts(request, "actions") ?? []))
        );
        Add("DELETE", "/deny", _ => Done(cloud.Denials.Clear));
        Add("GET", "/state", _ => Redaction.Of(cloud.State.Snapshot()));
        Add("POST", "/reset", _ => Done(cloud.Reset));

        void Add(string method, string path, Func<ApiRequest, JToken> endpoint) =>
            routes.Add(
                method,
                Cloud.AdminPath + path,
                Access.Anonymous,
                (request, _) => Task.FromResult(ApiResponse.Json(endpoint(request)))
            );
    }

    private async Task<ApiResponse> HeldAsync(ApiRequest request, CancellationToken ct)
    {
        await cloud.Faults.WhenHeldAsync(ct);
        return ApiResponse.Empty;
    }

    private JObject Time() => new() { ["now_ms"] = cloud.State.Now, ["offset_ms"] = (long)cloud.Clock.Offset.TotalMilliseconds };

    private static Access Service(ApiRequest request) =>
        Services.TryGetValue(request.RequiredText("service"), out var access)
            ? access
            : throw ApiError.InvalidParameter($"service is one of: {string.Join(", ", Services.Keys)}.");

    private static IReadOnlyList<string>? Texts(ApiRequest request, string name) =>
        request.Parameters[name] switch
        {
            null => null,
            JArray texts => [.. texts.Select(text => text.ToString())],
            _ => throw ApiError.InvalidParameter($"{name} must be a list."),
        };

    private static TimeSpan Milliseconds(ApiRequest request, string name) => TimeSpan.FromMilliseconds(RequiredNumber(request, name));

    private static long RequiredNumber(ApiRequest request, string name) =>
        request.Number(name) is { } number and >= 0 ? number : throw ApiError.InvalidParameter($"{name} must be a number, 0 or more.");

    private static JObject Done(Action action)
    {
        action();
        return [];
    }
}
