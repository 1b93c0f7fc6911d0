using System.Net;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>The secret of the printed address, and the cookie that it is exchanged for.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task The_secret_signs_in_once_and_the_cookie_from_then_on()
    {
        await using var page = await PageServer.StartAsync();

        using var first = await page.SendAsync(page.SecretTarget);
        using var second = await page.SendAsync(page.SecretTarget);
        using var third = await page.SendAsync("/", ("Cookie", PageServer.CookieOf(first)!));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.StatusCode, first.Headers.Location?.ToString()));
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; samesite=strict", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; expires=", cookie); // also for a browser that was closed
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.False(second.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Only_a_GET_with_exactly_the_secret_spends_it()
    {
        await using var page = await PageServer.StartAsync();
        var secret = page.SecretTarget;
        (HttpMethod Method, string Target, (string, string)[] Headers, int Status)[] attempts =
        [
            (HttpMethod.Get, secret[..^1], [], 401),
            (HttpMethod.Get, secret + "0", [], 401),
            (HttpMethod.Get, secret.ToUpperInvariant(), [], 401),
            (HttpMethod.Get, "/?secret=", [], 401),
            (HttpMethod.Get, $"{secret}&secret=", [], 401),
            (HttpMethod.Get, $"{secret}&{secret[2..]}", [], 401),
            (HttpMethod.Head, secret, [], 401),
            (HttpMethod.Post, secret, [("Origin", page.Origin)], 401),
            (HttpMethod.Put, secret, [("Origin", page.Origin)], 401),
            (HttpMethod.Get, secret, [("Host", "evil.example")], 421),
            (HttpMethod.Get, secret, [("Upgrade", "websocket"), ("Connection", "Upgrade")], 403),
        ];
        foreach (var (method, target, headers, status) in attempts)
        {
            using var refused = await page.SendAsync(method, target, headers);
            Assert.Equal((method, target, status), (method, target, (int)refused.StatusCode));
            Assert.False(refused.Headers.Contains("Set-Cookie"));
        }

        using var right = await page.SendAsync(secret);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Fact]
    public async Task A_sign_in_that_fails_does_not_spend_the_secret()
    {
        var clock = new BrokenClock();
        await using var page = await PageServer.StartAsync(options: new WebOptions { Clock = clock });

        clock.IsBroken = true;
        using var failed = await page.SendAsync(page.SecretTarget);
        clock.IsBroken = false;
        using var again = await page.SendAsync(page.SecretTarget);

        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Null(PageServer.CookieOf(failed));
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_open_the_address_at_once_one_is_signed_in()
    {
        await using var page = await PageServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => page.SendAsync(page.SecretTarget)));

        Assert.Single(answers, answer => PageServer.CookieOf(answer) is not null);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Whoever_is_signed_in_passes_with_any_secret_in_the_address_and_it_is_taken_out()
    {
        await using var page = await PageServer.StartSignedInAsync();
        foreach (var target in new[] { page.SecretTarget, "/?secret=wrong" })
        {
            using var answer = await page.SendAsync(target);
            Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }
    }

    [Fact]
    public async Task Taking_the_secret_out_leads_to_no_other_server()
    {
        await using var page = await PageServer.StartSignedInAsync();
        (string Target, string Location)[] rows =
        [
            ("//evil.example/", "/evil.example/"),
            ("///evil.example", "/evil.example"),
            (@"/\evil.example", "/%5Cevil.example"),
            ("/%5Cevil.example", "/%5Cevil.example"),
            ("/%0D%0ASet-Cookie:%20a=b", "/%0D%0ASet-Cookie:%20a=b"),
            ("/runs", "/runs"),
        ];
        foreach (var (target, location) in rows)
        {
            using var answer = await page.SendAsync($"{target}?secret=any&next=//evil.example");
            Assert.Equal(location, Assert.Single(answer.Headers.GetValues("Location")));
        }
    }

    [Fact]
    public async Task A_cookie_of_another_server_counts_for_nothing()
    {
        await using var other = await PageServer.StartSignedInAsync();
        await using var page = await PageServer.StartSignedInAsync();
        var (name, value) = (page.Cookie!.Split('=')[0], other.Cookie!.Split('=')[1]);

        foreach (var cookie in new[] { other.Cookie!, $"{name}={value}", $"{name}=", page.Cookie[..^1] })
            Assert.Contains("401 Unauthorized", await page.SendRawAsync(Request(page, cookie)));
        Assert.Contains("200 OK", await page.SendRawAsync(Request(page, page.Cookie)));
    }

    private static string Request(PageServer page, string cookie) =>
        $"GET / HTTP/1.1\r\nHost: 127.0.0.1:{page.Port}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n";
}
