using System.Net;
using System.Net.WebSockets;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>Nothing is served to whoever is not signed in.</summary>
public sealed class NoSignInTests(SignedOut signedOut) : IClassFixture<SignedOut>
{
    private readonly PageServer page = signedOut.Page;

    [Theory]
    [InlineData("/")]
    [InlineData("/runs")]
    [InlineData("/runs/1")]
    [InlineData("/runs/1/report")]
    [InlineData("/environments/dev/import")]
    [InlineData("/environments/dev/export")]
    [InlineData("/not-found")]
    [InlineData("/unknown")]
    [InlineData("/Layercake.Web.modules.json")]
    [InlineData("/_content/Layercake.Web/web.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_framework/opaque-redirect")]
    [InlineData("/_blazor")]
    [InlineData("/_blazor/initializers")]
    [InlineData("/_blazor?id=1")]
    [InlineData("/Account/Login?ReturnUrl=/")]
    public async Task Every_address_is_refused(string target)
    {
        using var answer = await page.SendAsync(target);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Open the address that this server printed", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/_blazor?id=1")]
    [InlineData("/_blazor/disconnect/")]
    [InlineData("/")]
    public async Task Nothing_can_be_written(string target)
    {
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options, HttpMethod.Trace })
        {
            using var answer = await page.SendAsync(method, target, ("Origin", page.Origin));
            Assert.Equal((method, HttpStatusCode.Unauthorized), (method, answer.StatusCode));
        }
    }

    [Fact]
    public async Task No_socket_is_opened()
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Origin", page.Origin);

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://127.0.0.1:{page.Port}/_blazor"), CancellationToken.None)
        );

        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-User", "admin")]
    [InlineData("X-Forwarded-Email", "admin@example.com")]
    [InlineData("X-Forwarded-Preferred-Username", "admin@example.com")]
    [InlineData("X-Forwarded-Access-Token", "token")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-MS-CLIENT-PRINCIPAL-NAME", "admin@example.com")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "eyJjbGFpbXMiOltdfQ==")]
    [InlineData("X-MS-TOKEN-AAD-ID-TOKEN", "token")]
    [InlineData("Authorization", "Bearer token")]
    [InlineData("Remote-User", "admin")]
    [InlineData("X-Original-URL", "/_framework/blazor.web.js")]
    [InlineData("X-HTTP-Method-Override", "GET")]
    public async Task What_a_proxy_would_say_of_the_user_is_not_heard(string name, string value)
    {
        using var answer = await page.SendAsync("/", (name, value));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>These never reach the page, so they have none of its headers; there is nothing in them for a browser to show.</summary>
    [Theory]
    [InlineData("NONSENSE\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    public async Task What_is_no_request_is_answered_with_nothing_but_a_status(string request, int status)
    {
        var answer = await page.SendRawAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.EndsWith("\r\n\r\n", answer);
        Assert.Contains("Content-Length: 0\r\n", answer);
    }
}
