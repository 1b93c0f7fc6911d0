using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Admin;

/// <summary>The cloud's own calls: what was requested, what is to go wrong, and what it holds.</summary>
internal sealed class AdminEndpoints(
    CloudState state,
    CloudAccounts accounts,
    Tokens tokens,
    DeniedApplications denials,
    RequestLedger ledger,
    FaultInjector faults,
    ClockOffset clock,
    Action reset
) : IEndpoints
{
    private static readonly Dictionary<string, Access> Services = new(StringComparer.Ordinal)
    {
        ["vault"] = Access.Vault,
        ["workspace"] = Access.Workspace,
        ["arm"] = Access.ResourceManager,
    };

    public void Map(RouteTable routes)
    {
        Add("GET", "", _ => new JObject { ["process_id"] = Environment.ProcessId, ["workspace_id"] = accounts.WorkspaceId });
        Add("GET", "/requests", _ => ledger.List());
        Add("GET", "/requests/summary", _ => ledger.Summary());
        Add("DELETE", "/requests", _ => Done(ledger.Clear));
        Add("GET", "/faults", _ => faults.List());
        Add("POST", "/faults", request => Done(() => faults.Add(FaultRule.Parse(request.Parameters))));
        routes.Add("GET", AdminRoutes.Prefix + "/faults/held", Access.Anonymous, HeldAsync);
        Add("DELETE", "/faults", _ => Done(faults.Clear));
        Add("POST", "/latency", request => Done(() => faults.Latency = Milliseconds(request, "ms")));
        Add("GET", "/clock", _ => Time());
        Add(
            "POST",
            "/clock",
            request =>
            {
                clock.Advance(Milliseconds(request, "advance_ms"));
                return Time();
            }
        );
        Add("POST", "/tokens", request => Done(() => tokens.SetLifetime(RequiredNumber(request, "lifetime_seconds"))));
        Add("POST", "/tokens/expire", _ => Done(tokens.ExpireAll));
        Add(
            "POST",
            "/deny",
            request => Done(() => denials.Add(Service(request), request.RequiredText("client_id"), Texts(request, "actions") ?? []))
        );
        Add("DELETE", "/deny", _ => Done(denials.Clear));
        Add("GET", "/state", _ => Redaction.Of(state.Snapshot()));
        Add("POST", "/reset", _ => Done(reset));

        void Add(string method, string path, Func<ApiRequest, JToken> endpoint) => routes.AddAdmin(method, path, endpoint);
    }

    private async Task<ApiResponse> HeldAsync(ApiRequest request, CancellationToken ct)
    {
        await faults.WhenHeldAsync(ct);
        return ApiResponse.Empty;
    }

    private JObject Time() => new() { ["now_ms"] = state.Now, ["offset_ms"] = (long)clock.Current.TotalMilliseconds };

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
