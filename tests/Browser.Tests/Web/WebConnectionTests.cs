using System.Net;
using Layercake.Browser.Tests.Support;
using Layercake.Web;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Web;

/// <summary>A page that loses its server, and finds it again.</summary>
public sealed class WebConnectionTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly MemoryRunHost host = new();
    private readonly Relay relay = new();

    public void Dispose() => relay.Dispose();

    [Fact]
    public async Task A_page_whose_connection_is_cut_comes_back_by_itself_and_shows_how_the_run_ended()
    {
        await using var server = await StartAsync(SignInMode.Proxy);
        await using var page = await OpenAsync("/environments/dev/import");
        await page.ClickAsync("2. Validate");
        await page.Page.Locator("a.run").WaitForAsync();
        await page.Page.EvaluateAsync("window.same = true");

        relay.Cut();
        await Status(page).Filter(new() { HasText = "The connection to the server is lost." }).WaitForAsync();
        var obstacles = await page.ObstaclesAsync();
        Assert.True(obstacles.Count == 0, string.Join('\n', obstacles));
        await page.PictureAsync("lost");
        host.Started.Single().Run.End(RunState.Succeeded);
        relay.Target = new Uri(server.ListensAt);

        await page.EndAsync("succeeded");
        Assert.Equal("", await Status(page).TextContentAsync());
        Assert.True(await page.Page.EvaluateAsync<bool>("window.same === true"));
        AssertNothingBlocked(page);
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_page_that_a_new_server_does_not_know_says_so_and_loads_itself_again()
    {
        await using var before = await StartAsync(SignInMode.Proxy);
        await using var page = await OpenAsync("/environments/dev/import");
        await page.Page.EvaluateAsync("window.same = true");

        relay.Cut();
        await using var after = await StartAsync(SignInMode.Proxy);

        await Status(page).Filter(new() { HasText = "The server does not know this page any more." }).WaitForAsync();
        await page.Page.Locator("#components-reconnect-modal:empty").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.False(await page.Page.EvaluateAsync<bool>("window.same === true"));
        await page.ClickAsync("2. Validate");
        await page.Page.Locator("a.run").WaitForAsync();
        AssertNothingBlocked(page);
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_page_whose_sign_in_ended_with_its_server_says_how_to_sign_in_again()
    {
        await using var before = await StartAsync(SignInMode.OneTimeAddress);
        await using var page = await OpenAsync(new Uri(before.SignInAddress!).PathAndQuery);

        relay.Cut();
        await using var after = await StartAsync(SignInMode.OneTimeAddress);

        await page.Page.GetByText("Open the address that this server printed").WaitForAsync();
    }

    private async Task<WebServer> StartAsync(SignInMode mode)
    {
        var all = new HashSet<string> { "all" };
        var everything = Enum.GetValues<WebRole>().ToDictionary(role => role, IReadOnlySet<string> (_) => all);
        var server = await WebServer.StartAsync(
            new WebOptions
            {
                Configuration = new WebConfiguration
                {
                    Mode = mode,
                    PublicUrl = relay.Address,
                    TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")],
                    Roles = new RoleRules(
                        new Dictionary<string, IReadOnlyDictionary<WebRole, IReadOnlySet<string>>> { ["*"] = everything }
                    ),
                },
            },
            host,
            CancellationToken.None
        );
        relay.Target = new Uri(server.ListensAt);
        return server;
    }

    /// <summary>Waits until the page is connected.</summary>
    private async Task<WebPage> OpenAsync(string path)
    {
        var page = await WebPage.OpenAsync(chromium.Browser, state: null);
        await page.Page.SetExtraHTTPHeadersAsync([new("X-Forwarded-User", "ann"), new("X-Forwarded-Groups", "all")]);
        await page.Page.GotoAsync($"{relay.Address.GetLeftPart(UriPartial.Authority)}{path}");
        await page.Page.Locator("main fluent-button:not([disabled])").First.WaitForAsync();
        return page;
    }

    private static ILocator Status(WebPage page) =>
        page.Page.GetByRole(AriaRole.Status).And(page.Page.Locator("#components-reconnect-modal"));

    private static void AssertNothingBlocked(WebPage page) =>
        Assert.DoesNotContain(page.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
}
