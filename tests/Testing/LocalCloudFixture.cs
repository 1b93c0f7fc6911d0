using System.Net.Http.Headers;
using System.Text;
using Layercake.LocalCloud;
using Newtonsoft.Json.Linq;

namespace Layercake.Testing;

/// <summary>A local cloud on free ports for one test, and a client that its workspace knows.</summary>
public sealed class LocalCloudFixture : IAsyncDisposable
{
    /// <summary>One for all clouds of a test process, see <see cref="LocalCloudOptions.TenantId"/>.</summary>
    private const string Tenant = "5e0c9d1a-7b42-4f68-9c3d-2a6b8e1f4d70";

    private LocalCloudFixture(LocalCloudServer server)
    {
        Server = server;
        Http = NewClient();
        Workspace = NewClient();
        Workspace.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Description.Token);
    }

    public LocalCloudServer Server { get; }

    public CloudDescription Description => Server.Description;

    /// <summary>Talks to the workspace over http with its personal access token.</summary>
    public HttpClient Workspace { get; }

    /// <summary>Sends no credentials; trusts only this cloud's certificate.</summary>
    public HttpClient Http { get; }

    public static Task<LocalCloudFixture> StartAsync() => StartAsync(new LocalCloudOptions());

    public static async Task<LocalCloudFixture> StartAsync(LocalCloudOptions options) =>
        new(await LocalCloudServer.StartAsync(options with { TenantId = options.TenantId ?? Tenant }, CancellationToken.None));

    /// <summary>A client of this cloud without credentials; relative addresses go to the workspace over http.</summary>
    public HttpClient NewClient() => new(NewHandler()) { BaseAddress = new Uri(Description.WorkspaceHttp) };

    /// <summary>Trusts this cloud's certificate and nothing else, and goes through no proxy.</summary>
    public SocketsHttpHandler NewHandler() => Trust.Only(Description.CertificatePem);

    /// <summary>What the workspace answers, which must be a success.</summary>
    public async Task<JObject> GetAsync(string path)
    {
        using var response = await Workspace.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response, path);
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JObject> PostAsync(string path, JObject body)
    {
        using var response = await Workspace.PostAsync(new Uri(path, UriKind.Relative), Json(body));
        return await ReadAsync(response, path);
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JObject> CallAsync(string method, string path, JObject? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = Json(body);

        using var response = await Workspace.SendAsync(request);
        return await ReadAsync(response, path);
    }

    /// <summary>An Entra token of the developer's application for <c>https://vault.azure.net</c> and the like.</summary>
    public Task<string> TokenAsync(string resource) =>
        TokenAsync(resource, Description.DeveloperClientId, Description.DeveloperClientSecret);

    /// <summary>An Entra token of that application.</summary>
    public async Task<string> TokenAsync(string resource, string clientId, string clientSecret)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = clientId,
                ["client_secret"] = clientSecret,
                ["scope"] = $"{resource}/.default",
            }
        );
        var address = $"{Description.Authority}/{Description.TenantId}/oauth2/v2.0/token";
        using var response = await Http.PostAsync(new Uri(address), form);
        return (string)(await ReadAsync(response, address))["access_token"]!;
    }

    /// <summary>A call with an Entra token for that resource; the caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(string resource, string method, string address, JObject? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(resource));
        if (body is not null)
            request.Content = Json(body);

        return await Http.SendAsync(request);
    }

    /// <summary>An admin call, by the path after <c>{admin}</c>: <c>/requests</c>.</summary>
    public async Task<JToken> AdminAsync(string method, string path, JObject? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Description.Admin + path);
        if (body is not null)
            request.Content = Json(body);

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JToken.Parse(text)
            : throw new HttpRequestException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }

    /// <summary>Every request so far as <c>METHOD /path?query</c>, in order.</summary>
    public async Task<IReadOnlyList<string>> RequestsAsync() =>
        [.. (await AdminAsync("GET", "/requests")).Select(entry => $"{entry["method"]} {entry["path"]}")];

    public Task ForgetRequestsAsync() => AdminAsync("DELETE", "/requests");

    /// <summary>Adds a rule of what goes wrong: see <c>POST {admin}/faults</c>.</summary>
    public Task AddFaultAsync(string rule) => AdminAsync("POST", "/faults", JObject.Parse(rule));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Workspace.Dispose();
        await Server.DisposeAsync();
    }

    private static StringContent Json(JObject body) => new(body.ToString(), Encoding.UTF8, "application/json");

    private static async Task<JObject> ReadAsync(HttpResponseMessage response, string path)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JObject.Parse(text)
            : throw new HttpRequestException($"{path} answered {(int)response.StatusCode}: {text}", null, response.StatusCode);
    }
}
