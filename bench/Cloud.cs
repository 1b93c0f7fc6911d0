using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Layercake.LocalCloud;
using Newtonsoft.Json.Linq;

namespace Layercake.Bench;

/// <summary>The local cloud in this process, away from the one that is measured, answering as late as a real one does.</summary>
internal sealed partial class Cloud : IAsyncDisposable
{
    private readonly LocalCloudServer server;
    private readonly HttpClient admin = new(new SocketsHttpHandler { UseProxy = false });

    private Cloud(LocalCloudServer server, string file) => (this.server, File) = (server, file);

    /// <summary>Tells the host where this cloud is.</summary>
    public string File { get; }

    public static async Task<Cloud> StartAsync(string folder, int latency, CancellationToken ct)
    {
        var file = Path.Combine(folder, "cloud.json");
        var cloud = new Cloud(
            await LocalCloudServer.StartAsync(new LocalCloudOptions { StateDirectory = folder, DescriptionFile = file }, ct),
            file
        );
        await cloud.DelayAsync(latency, ct);
        return cloud;
    }

    /// <param name="latency">Milliseconds that every answer takes longer from now on.</param>
    public Task DelayAsync(int latency, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/latency", new JObject { ["ms"] = latency }, ct);

    /// <summary>A call of the workspace's own interface, as a person makes it.</summary>
    public async Task<JObject> CallAsync(string path, JObject body, CancellationToken ct) =>
        (JObject)await SendAsync(HttpMethod.Post, new Uri(server.Description.WorkspaceHttp.TrimEnd('/') + path), body, ct);

    public Task ForgetRequestsAsync(CancellationToken ct) => SendAsync(HttpMethod.Delete, "/requests", null, ct);

    public async Task<JObject> SummaryAsync(CancellationToken ct) =>
        (JObject)await SendAsync(HttpMethod.Get, "/requests/summary", null, ct);

    /// <summary>How often each endpoint of the workspace was called: <c>GET /api/2.0/permissions/jobs/{id}</c>.</summary>
    public async Task<IReadOnlyDictionary<string, int>> EndpointsAsync(CancellationToken ct) =>
        (await SendAsync(HttpMethod.Get, "/requests", null, ct))
            .Where(request => (string?)request["host"] == "workspace")
            .GroupBy(request => $"{request["method"]} {Number().Replace(((string)request["path"]!).Split('?')[0], "/{id}")}")
            .ToDictionary(group => group.Key, group => group.Count());

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await server.DisposeAsync();
    }

    private Task<JToken> SendAsync(HttpMethod method, string path, JObject? body, CancellationToken ct) =>
        SendAsync(method, new Uri(server.Description.Admin + path), body, ct);

    private async Task<JToken> SendAsync(HttpMethod method, Uri address, JObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Description.Token);
        if (body is not null)
            request.Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");

        using var response = await admin.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return JToken.Parse(await response.Content.ReadAsStringAsync(ct));
    }

    [GeneratedRegex("/[0-9]{6,}")]
    private static partial Regex Number();
}
