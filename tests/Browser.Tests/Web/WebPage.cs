using System.Runtime.CompilerServices;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Web;

/// <summary>A browser on the page, used as a person does: by what is written on it.</summary>
internal sealed class WebPage : IAsyncDisposable
{
    private const float Patience = 30_000;

    private readonly IBrowserContext context;

    private WebPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Received += frame.Binary?.Length ?? frame.Text?.Length ?? 0;
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; set; } = [];

    /// <summary>Bytes that came through the socket.</summary>
    public long Received { get; private set; }

    public static async Task<WebPage> OpenAsync(IBrowser browser, string? state)
    {
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1200, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
                StorageState = state,
            }
        );
        return new WebPage(context, await context.NewPageAsync());
    }

    /// <summary>Clicks a button when it can be clicked.</summary>
    public Task ClickAsync(string words) =>
        Page.Locator("fluent-button:not([disabled]), button:not([disabled])").Filter(new() { HasText = words }).First.ClickAsync();

    public Task FillAsync(string label, string text) =>
        Page.Locator("fluent-field").Filter(new() { HasText = label }).Locator("fluent-text-input:not([disabled]) input").FillAsync(text);

    /// <summary>Takes a step and waits for the end of the run that it starts.</summary>
    public async Task StepAsync(string button, string ending = "succeeded")
    {
        var before = await RunAsync();
        await ClickAsync(button);
        await ChangedAsync(before);
        await EndAsync(ending);
    }

    /// <summary>Waits until the run that is shown ended like this.</summary>
    public async Task EndAsync(string ending)
    {
        await Page.Locator(".progress .pill").WaitForAsync();
        var actual = await Page.Locator(".progress .pill").InnerTextAsync();
        if (actual == ending)
            return;

        await Page.Locator(".log summary").ClickAsync();
        Assert.Fail($"{actual}, not {ending}:\n{await Page.Locator(".log pre").TextContentAsync()}");
    }

    /// <summary>The five numbers, in the order in which they stand.</summary>
    public async Task<string> CountsAsync() =>
        string.Join(' ', (await Page.Locator(".counter .number").AllInnerTextsAsync()).Select(number => number.Trim()));

    public async Task<IReadOnlyList<string>> AssetsAsync() => await Page.Locator(".assets .name").AllInnerTextsAsync();

    /// <summary>What axe finds in the page that people would stumble over, each with the first place of it.</summary>
    public async Task<IReadOnlyList<string>> ObstaclesAsync() =>
        [
            .. (await Page.RunAxe())
                .Violations.Where(found => found.Impact is "serious" or "critical")
                .Select(found => $"{found.Id}: {found.Help}: {found.Nodes[0].Target} {found.Nodes[0].Html}"),
        ];

    /// <summary>For those who want to see it: only where the variable names a folder.</summary>
    public async Task PictureAsync(string step, [CallerMemberName] string name = "")
    {
        if (System.Environment.GetEnvironmentVariable("REPORT_PICTURES") is { Length: > 0 } pictures)
            await Page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(pictures, $"{name}-{step}.png") });
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    /// <summary>The address of the run that is shown; null when none is.</summary>
    public async Task<string?> RunAsync() =>
        await Page.Locator("a.run").CountAsync() == 0 ? null : await Page.Locator("a.run").GetAttributeAsync("href");

    private Task ChangedAsync(string? before) =>
        Page.Locator(before is null ? "a.run" : $"a.run:not([href='{before}'])").WaitForAsync();
}
