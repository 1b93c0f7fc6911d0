using System.Net;
using System.Text;
using Layercake.Web.Security;
using Layercake.Web.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Layercake.Web.Tests;

/// <summary>One client cannot take all of the server.</summary>
public sealed class LimitTests
{
    [Fact]
    public void The_limits_are_those_of_the_manual()
    {
        var kestrel = new KestrelServerOptions();

        ServerLimits.Set(kestrel, IPAddress.Loopback, port: 0, headers: 16 * 1024);

        var limits = kestrel.Limits;
        Assert.Equal(64 * 1024, limits.MaxRequestBodySize);
        Assert.Equal(16 * 1024, limits.MaxRequestHeadersTotalSize);
        Assert.Equal((200, 100), (limits.MaxConcurrentConnections, limits.MaxConcurrentUpgradedConnections));
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), limits.MinRequestBodyDataRate!.GracePeriod);
        Assert.NotNull(limits.MinResponseDataRate);
    }

    [Fact]
    public async Task A_body_that_is_announced_too_large_is_refused_unread()
    {
        await using var page = await PageServer.StartSignedInAsync();
        var length = $"Content-Length: {ServerLimits.LargestBody + 1}\r\n\r\n";
        foreach (var target in new[] { "/", "/_blazor/negotiate?negotiateVersion=1", "/_blazor?id=1", "/unknown" })
        {
            var head = $"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\nOrigin: {page.Origin}\r\nConnection: close\r\n";
            Assert.StartsWith("HTTP/1.1 401 ", await page.SendRawAsync(head + length));
            Assert.StartsWith("HTTP/1.1 413 ", await page.SendRawAsync($"{head}Cookie: {page.Cookie}\r\n{length}"));
        }
    }

    [Fact]
    public async Task A_body_that_turns_out_too_large_is_refused()
    {
        await using var page = await PageServer.StartSignedInAsync();
        var chunk = $"{ServerLimits.LargestBody + 1:x}\r\n{new string('a', ServerLimits.LargestBody + 1)}\r\n0\r\n\r\n";

        var answer = await page.SendRawAsync(
            $"POST / HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\nOrigin: {page.Origin}\r\nCookie: {page.Cookie}\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}"
        );

        Assert.StartsWith("HTTP/1.1 400 ", answer);
    }

    [Theory]
    [InlineData(17_000, 1, 431)]
    [InlineData(10, 101, 431)]
    [InlineData(10, 50, 401)]
    public async Task Headers_that_are_too_large_or_too_many_are_refused(int length, int count, int status)
    {
        await using var page = await PageServer.StartAsync();
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));

        var answer = await page.SendRawAsync($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\nConnection: close\r\n{headers}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_refused()
    {
        await using var page = await PageServer.StartAsync();

        var answer = await page.SendRawAsync($"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 414 ", answer);
    }

    [Fact]
    public async Task Headers_that_never_end_are_waited_for_no_longer_than_the_limit()
    {
        await using var page = await PageServer.StartAsync(limit: limits => limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(1));

        var answer = await page.SendRawAsync($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\nX-Slow:");

        Assert.StartsWith("HTTP/1.1 408 ", answer);
    }

    [Fact]
    public async Task A_connection_over_the_limit_is_closed_and_the_others_go_on()
    {
        await using var page = await PageServer.StartAsync(limit: limits => limits.MaxConcurrentConnections = 1);
        var request = $"GET / HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\n\r\n";
        using var first = await page.ConnectAsync();
        Assert.StartsWith("HTTP/1.1 401 ", await AskAsync());

        Assert.Equal("", await RefusedAsync());

        Assert.StartsWith("HTTP/1.1 401 ", await AskAsync());

        async Task<string> AskAsync()
        {
            await first.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            var buffer = new byte[4096];
            return Encoding.ASCII.GetString(buffer, 0, await first.GetStream().ReadAsync(buffer));
        }

        async Task<string> RefusedAsync()
        {
            try
            {
                return await page.SendRawAsync(request);
            }
            catch (IOException)
            {
                // Closed with what was sent unread, which systems tell differently.
                return "";
            }
        }
    }
}
