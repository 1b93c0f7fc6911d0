using System.Net.Http.Headers;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>What browsers are told with every answer.</summary>
public sealed class HeaderTests
{
    private static readonly (string Name, string Value)[] Expected =
    [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
                + "font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ];

    [Fact]
    public async Task Every_answer_of_the_page_has_the_headers()
    {
        var clock = new BrokenClock();
        await using var page = await PageServer.StartSignedInAsync(options: new WebOptions { Clock = clock });
        const string file = "/_content/Layercake.Web/web.css";
        using var sent = await page.SendAsync(file);
        (string, string)[] known = [("If-None-Match", sent.Headers.ETag!.ToString())];
        (string, string)[] own = [("Origin", page.Origin)];
        (int Status, HttpMethod Method, string Target, (string, string)[] Headers)[] requests =
        [
            (200, HttpMethod.Get, "/", []),
            (200, HttpMethod.Get, file, []),
            (200, HttpMethod.Head, file, []),
            (200, HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", own),
            (302, HttpMethod.Get, "/?secret=any", []),
            (304, HttpMethod.Get, file, known),
            (401, HttpMethod.Get, "/", [("Cookie", "none=1")]),
            (403, HttpMethod.Post, "/", []),
            (404, HttpMethod.Get, "/unknown", []),
            (404, HttpMethod.Get, "/_content/unknown.js", []),
            (404, HttpMethod.Get, "/runs/unknown/report", []),
            (405, HttpMethod.Delete, "/runs", own),
            (421, HttpMethod.Get, "/", [("Host", "evil.example")]),
        ];
        foreach (var (status, method, target, headers) in requests)
        {
            using var answer = await page.SendAsync(method, target, headers);
            Check($"{method} {target}", status, answer);
        }

        clock.IsBroken = true;
        using var failed = await page.SendAsync("/");
        Check("a failure", 500, failed);
    }

    [Fact]
    public async Task No_page_is_left_in_the_browsers_cache()
    {
        await using var page = await PageServer.StartSignedInAsync();
        foreach (var target in new[] { "/", "/runs", "/environments/dev/import", "/unknown" })
        {
            using var answer = await page.SendAsync(target);
            Assert.Equal((target, true), (target, answer.Headers.CacheControl?.NoStore));
        }
    }

    private static void Check(string request, int status, HttpResponseMessage answer)
    {
        Assert.Equal((request, status), (request, (int)answer.StatusCode));
        foreach (var (name, value) in Expected)
            Assert.Equal((request, name, value), (request, name, All(answer.Headers, name)));
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static string All(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(" and ", values) : "";
}
