using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Layercake.Host.Tests.Support;
using Layercake.LocalCloud;
using Layercake.Testing;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Web;

/// <summary>The page as a user has it: a server of its own for a workspace, with a clone of the files.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly TempDirectory home;
    private HostRun? server;

    private WebSite(TempDirectory home, LocalCloudFixture cloud, string files, string environment) =>
        (this.home, Cloud, Files, Environment) = (home, cloud, files, environment);

    /// <summary>Stays when the server is killed.</summary>
    public LocalCloudFixture Cloud { get; }

    /// <summary>The folder of assets.</summary>
    public string Files { get; }

    public string Environment { get; }

    /// <summary>The address that signs in once.</summary>
    public string SignInAddress { get; private set; } = "";

    public string Address => new Uri(SignInAddress).GetLeftPart(UriPartial.Authority);

    public static async Task<WebSite> StartAsync(string files, string environment)
    {
        var home = new TempDirectory();
        var cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { DescriptionFile = home["cloud.json"] });
        var site = new WebSite(home, cloud, files, environment);
        await site.StartServerAsync();
        return site;
    }

    /// <summary>As after a power cut.</summary>
    public async Task KillAndStartAgainAsync()
    {
        server!.Signal((PosixSignal)9);
        await server.EndAsync();
        await Cloud.AdminAsync("DELETE", "/faults");
        await StartServerAsync();
    }

    public async Task<WebPage> OpenAsync(IBrowser browser)
    {
        var page = await WebPage.OpenAsync(browser, state: null);
        await page.Page.GotoAsync(SignInAddress);
        return page;
    }

    /// <summary>Another browser of someone who has the cookie of the first.</summary>
    public async Task<WebPage> OpenToAsync(IBrowser browser, WebPage first, string path)
    {
        var page = await WebPage.OpenAsync(browser, await first.Page.Context.StorageStateAsync());
        await page.Page.GotoAsync(Address + path);
        return page;
    }

    public string PathOf(string page) => $"/environments/{Environment}/{page}";

    public async ValueTask DisposeAsync()
    {
        server?.Dispose();
        await Cloud.DisposeAsync();
        home.Dispose();
    }

    private async Task StartServerAsync()
    {
        server = HostRun.Start(
            home.FullPath,
            ["--target=Web", $"--assets={Files}", $"--state={home["state"]}", $"--cloud-file={home["cloud.json"]}"]
        );
        await server.WhenPrintedAsync("secret=");
        SignInAddress = Regex.Match(server.Text, @"http://\S+secret=\S+").Value;
    }
}
