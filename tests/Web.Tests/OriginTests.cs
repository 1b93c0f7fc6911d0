using System.Net;
using System.Net.WebSockets;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>A browser that is signed in sends its cookie; what other sites make it send is refused.</summary>
public sealed class OriginTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";

    private readonly PageServer page = signedIn.Page;

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:PORT")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1.:PORT")]
    [InlineData("localhost.:PORT")]
    [InlineData("localhost")]
    [InlineData("evil.localhost:PORT")]
    [InlineData("127.0.0.2:PORT")]
    [InlineData("0.0.0.0:PORT")]
    [InlineData("[::1]:PORT")]
    [InlineData("2130706433:PORT")]
    public async Task Another_host_name_is_refused(string host)
    {
        using var answer = await page.SendAsync("/", ("Host", WithPort(host)));

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("localhost:PORT")]
    [InlineData("LOCALHOST:PORT")]
    public async Task The_two_names_of_this_machine_are_answered(string host)
    {
        using var answer = await page.SendAsync("/", ("Host", WithPort(host)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example", 421)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:PORT", 400)]
    [InlineData("GET http://127.0.0.1:PORT/ HTTP/1.1\r\nHost: evil.example", 400)]
    [InlineData("GET http://127.0.0.1:PORT/ HTTP/1.1\r\nHost: 127.0.0.1:PORT", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil@127.0.0.1:PORT", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT.evil.example", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost:", 421)]
    [InlineData("GET / HTTP/1.1\r\nAccept: */*", 400)]
    [InlineData("GET / HTTP/1.0\r\nAccept: */*", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: 127.0.0.1:PORT\r\nForwarded: host=127.0.0.1:PORT", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https", 200)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: evil.example", 421)]
    [InlineData("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443", 421)]
    public async Task A_request_line_or_a_second_header_names_no_other_host(string head, int status)
    {
        var answer = await page.SendRawAsync($"{WithPort(head)}\r\nCookie: {page.Cookie}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://evil.example")]
    [InlineData("http://evil.example:PORT")]
    [InlineData("http://localhost:PORT")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("https://127.0.0.1:PORT")]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://127.0.0.1:PORT.evil.example")]
    [InlineData("http://127.0.0.1:PORT, http://evil.example")]
    public async Task A_page_of_another_origin_can_neither_write_nor_open_a_socket(string? origin)
    {
        (string, string)[] headers = origin is null ? [] : [("Origin", WithPort(origin))];
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
        {
            using var answer = await page.SendAsync(method, Negotiate, headers);
            Assert.Equal((method, HttpStatusCode.Forbidden), (method, answer.StatusCode));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await OpenSocketAsync(origin));
    }

    [Fact]
    public async Task The_servers_own_page_does_both()
    {
        using var answer = await page.SendAsync(HttpMethod.Post, Negotiate, ("Origin", page.Origin));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await OpenSocketAsync("http://127.0.0.1:PORT"));
    }

    private async Task<HttpStatusCode> OpenSocketAsync(string? origin)
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Cookie", page.Cookie);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", WithPort(origin));
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{page.Port}/_blazor"), CancellationToken.None);
        }
        catch (WebSocketException) { }

        return socket.HttpStatusCode;
    }

    private string WithPort(string text) => text.Replace("PORT", $"{page.Port}", StringComparison.Ordinal);
}
