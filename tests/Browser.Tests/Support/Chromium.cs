using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Support;

/// <summary>The browser of this machine, started once for a class of tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Program = new[]
    {
        Environment.GetEnvironmentVariable("CHROMIUM"),
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    }.FirstOrDefault(File.Exists);

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Why the browser cannot be used here; null when it can.</summary>
    public static string? Missing => Program is null ? "needs chromium" : null;

    /// <summary>For tests that fail without one.</summary>
    public IBrowser Browser => browser ?? throw new InvalidOperationException("These tests need Chromium: apt-get install chromium.");

    /// <summary>Also made when every test is skipped.</summary>
    public async Task InitializeAsync()
    {
        if (Program is null)
            return;

        playwright = await Playwright.CreateAsync();

        // Its own sandbox refuses to run as root, which is what containers of CI systems are.
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] }
        );
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();

        playwright?.Dispose();
    }

    internal async Task<OpenPage> OpenAsync(string html, int width = 1400, ColorScheme colours = ColorScheme.Light, bool scripts = true) =>
        await OpenPage.OpenAsync(
            await browser!.NewContextAsync(
                new BrowserNewContextOptions
                {
                    ViewportSize = new ViewportSize { Width = width, Height = 900 },
                    ColorScheme = colours,
                    JavaScriptEnabled = scripts,
                    ReducedMotion = ReducedMotion.Reduce,
                }
            ),
            html
        );
}
