using System.Text;
using Layercake.LocalCloud;
using Newtonsoft.Json.Linq;

namespace Layercake.Bench;

/// <summary>The local cloud in this process, away from the one that is measured, answering as late as a real one does.</summary>
public sealed class Cloud : IAsyncDisposable
{
    private readonly LocalCloudServer server;
    private readonly HttpClient admin = new(new SocketsHttpHandler { UseProxy = false });

    private Cloud(LocalCloudServer server, string file) => (this.server, File) = (server, file);

    /// <summary>Tells the host where this cloud is.</summary>
    public string File { get; }

    public static async Task<Cloud> StartAsync(string folder, int latency, CancellationToken ct)
    {
        var file = Path.Combine(folder, "cloud.json");
        var cloud = new Cloud(await LocalCloudServer.StartAsync(new LocalCloudOptions { StateDirectory = folder, DescriptionFile = file }, ct), file);
        await cloud.SendAsync(HttpMethod.Post, "/latency", new JObject { ["ms"] = latency }, ct);
        return cloud;
    }

    public Task ForgetRequestsAsync(CancellationToken ct) => SendAsync(HttpMethod.Delete, "/requests", null, ct);

    public Task<JObject> SummaryAsync(CancellationToken ct) => SendAsync(HttpMethod.Get, "/requests/summary", null, ct);

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await server.DisposeAsync();
    }

    private async Task<JObject> SendAsync(HttpMethod method, string path, JObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, server.Description.Admin + path);
        if (body is not null)
            request.Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");

        using var response = await admin.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return JObject.Parse(await response.Content.ReadAsStringAsync(ct));
    }
}
