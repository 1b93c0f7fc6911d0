using System.Net;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>Names in addresses are shown as text, and lead nowhere.</summary>
public sealed class NameTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private static readonly string[] Names =
    [
        "unknown",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2f%2e%2e",
        @"..\..\etc",
        "..%5c..%5cetc",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "--%3E%3Cscript%3Ealert(1)",
        "%7B%7B7*7%7D%7D",
        "%0D%0ASet-Cookie:%20a=b",
        "%E2%80%AE%F0%9F%8D%B0",
        "DEV",
        "dev%20",
    ];

    private readonly PageServer page = signedIn.Page;

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var name in Names.Append(new string('a', 4000)))
            {
                pages.Add($"/runs/{name}", "This server does not know the run any more.");
                pages.Add($"/environments/{name}/import", "There is no such environment.");
                pages.Add($"/environments/{name}/export", "There is no such environment.");
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task An_unknown_name_gets_a_page_that_says_so(string target, string sentence)
    {
        using var answer = await page.SendAsync(target);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Contains(answer.StatusCode == HttpStatusCode.NotFound ? "There is no such page" : sentence, html);
        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("<img", html);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("a=b")));
    }

    [Theory]
    [InlineData("/runs/..")]
    [InlineData("/runs/../environments/dev/../../runs")]
    [InlineData("/runs/%2e%2e/runs")]
    [InlineData("/environments/../runs")]
    public async Task Dots_are_resolved_before_anything_is_looked_for(string target)
    {
        using var answer = await page.SendAsync(target);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
        Assert.DoesNotContain("went wrong", await answer.Content.ReadAsStringAsync());
    }
}
