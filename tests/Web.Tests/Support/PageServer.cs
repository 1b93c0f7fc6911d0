using System.Net;
using System.Net.Sockets;
using System.Text;
using Layercake.Web.Runs;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Layercake.Web.Tests.Support;

/// <summary>The web page on a free port, and ways to ask it that no browser has.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebServer server;
    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = false,
        }
    );

    private PageServer(WebServer server, IRunHost host) => (this.server, Host) = (server, host);

    public IRunHost Host { get; }

    public int Port => new Uri(server.Address).Port;

    /// <summary>What browsers send as the origin of the server's own pages.</summary>
    public string Origin => server.Address;

    /// <summary>Path and query that sign in.</summary>
    public string SecretTarget => new Uri(server.SignInAddress!).PathAndQuery;

    /// <summary>Of whoever signed in, as browsers send it; null before that.</summary>
    public string? Cookie { get; private set; }

    public static async Task<PageServer> StartAsync(
        MemoryRunHost? host = null,
        WebOptions? options = null,
        Action<KestrelServerLimits>? limit = null
    )
    {
        host ??= new MemoryRunHost();
        options ??= new WebOptions();
        return new PageServer(
            await WebServer.StartAsync(limit is null ? options : options with { Limit = limit }, host, CancellationToken.None),
            host
        );
    }

    public static async Task<PageServer> StartSignedInAsync(MemoryRunHost? host = null, WebOptions? options = null)
    {
        var page = await StartAsync(host, options);
        using var answer = await page.SendAsync(page.SecretTarget);
        page.Cookie = CookieOf(answer) ?? throw new InvalidOperationException($"The secret was answered {answer.StatusCode}.");
        return page;
    }

    /// <summary>Name and value of the cookie that an answer sets; null when there is none.</summary>
    public static string? CookieOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First().Split(';')[0] : null;

    public Task<HttpResponseMessage> SendAsync(string target, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, target, headers);

    /// <summary>
    /// Sends a target as it is, where the client would resolve <c>..</c> itself, with the cookie of whoever signed in unless another is
    /// given.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, params (string Name, string Value)[] headers)
    {
        var address = new Uri($"{server.Address}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, address);
        if (Cookie is not null && headers.All(header => header.Name != "Cookie"))
            request.Headers.Add("Cookie", Cookie);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }

    public async Task<string> PageAsync(string target)
    {
        using var answer = await SendAsync(target);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends bytes as they are, and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var connection = await ConnectAsync();
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public async Task<TcpClient> ConnectAsync()
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Port);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
