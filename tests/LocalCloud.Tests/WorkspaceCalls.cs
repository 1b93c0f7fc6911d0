using System.Text;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests;

/// <summary>Calls endpoints through the route table, without a server between, on a clock that the test moves.</summary>
internal sealed class WorkspaceCalls
{
    private readonly RouteTable routes = new();

    public WorkspaceCalls(params Func<CloudState, IEndpoints>[] families)
    {
        State = CloudState.InMemory(Clock);
        foreach (var family in families)
            family(State).Map(routes);
    }

    /// <summary>Families that see one tree.</summary>
    public WorkspaceCalls(Func<CloudState, WorkspaceTree, IEndpoints[]> families)
    {
        State = CloudState.InMemory(Clock);
        foreach (var family in families(State, new WorkspaceTree(State)))
            family.Map(routes);
    }

    public WorkspaceCalls(CloudState state, ManualClock clock, IEndpoints family)
    {
        (State, Clock) = (state, clock);
        family.Map(routes);
    }

    public static Principal Dana { get; } = new("6480195127730284", "dana.koch@contoso.example", "Dana Koch", false);

    public ManualClock Clock { get; } = new();

    public CloudState State { get; }

    public JObject Get(string path, string? json = null) => Json(Send("GET", path, Text(json)));

    public JObject Post(string path, string? json = null) => Json(Send("POST", path, Text(json)));

    /// <summary>A form: text parts first, the file last.</summary>
    public JObject Form(string path, (string Name, string Text)[] fields, (string Name, byte[] Bytes) file)
    {
        var parts = fields.ToDictionary(field => field.Name, field => Encoding.UTF8.GetBytes(field.Text));
        parts[file.Name] = file.Bytes;
        return Json(Send("POST", path, [], parts));
    }

    /// <summary>The status and body of a call that must fail.</summary>
    public ApiError Refusal(string method, string path, string? json = null) =>
        Assert.Throws<ApiError>(() => Send(method, path, Text(json)));

    public ApiResponse Send(
        string method,
        string path,
        byte[]? body = null,
        IReadOnlyDictionary<string, byte[]>? parts = null,
        Dictionary<string, string>? headers = null,
        bool raw = false
    )
    {
        var (bare, query) = path.Split('?', 2) is [var first, var second] ? (first, second) : (path, "");
        var pairs = query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")))
            .ToList();
        var (route, values) = routes.Find(method, bare) ?? throw new InvalidOperationException($"No route for {method} {bare}.");
        var parameters = raw || body is not { Length: > 0 } ? new JObject() : Parse(body);
        foreach (var (name, value) in pairs)
            parameters[name] ??= value;

        return route
            .Endpoint(
                new ApiRequest
                {
                    Method = method,
                    Path = Uri.UnescapeDataString(bare),
                    BaseUrl = "http://127.0.0.1",
                    Headers = new Dictionary<string, string>(headers ?? [], StringComparer.OrdinalIgnoreCase),
                    Query = pairs,
                    Parameters = parameters,
                    Body = body ?? [],
                    Parts = (parts ?? new Dictionary<string, byte[]>()).ToDictionary(
                        part => part.Key,
                        part => new BodyPart(new MemoryStream(part.Value), 0, part.Value.Length)
                    ),
                    RouteValues = values,
                    Caller = Dana,
                },
                CancellationToken.None
            )
            .GetAwaiter()
            .GetResult();
    }

    public static string Code(ApiError error) => $"{error.Status} {error.Body["error_code"]}";

    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static byte[] Text(string? json) => Encoding.UTF8.GetBytes(json ?? "");

    private static JObject Json(ApiResponse response) => Parse(response.Body);

    private static JObject Parse(byte[] body)
    {
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(body)))
        {
            DateParseHandling = DateParseHandling.None,
        };
        return JObject.Load(reader);
    }
}
