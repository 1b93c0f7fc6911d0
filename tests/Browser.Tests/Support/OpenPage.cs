using System.Runtime.CompilerServices;
using Layercake.Testing;
using Microsoft.Playwright;

namespace Layercake.Browser.Tests.Support;

/// <summary>A report in the browser, with all that the browser complains of and asks for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly TempDirectory folder = new();

    private OpenPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public static async Task<OpenPage> OpenAsync(IBrowserContext context, string html)
    {
        var opened = new OpenPage(context, await context.NewPageAsync());
        await opened.Page.GotoAsync(new Uri(opened.folder.Write("report.html", html)).AbsoluteUri);
        return opened;
    }

    /// <summary>For those who want to see it: only where the variable names a folder.</summary>
    public async Task PictureAsync([CallerMemberName] string name = "")
    {
        if (Environment.GetEnvironmentVariable("REPORT_PICTURES") is { Length: > 0 } pictures)
            await Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(pictures, $"{name}.png") });
    }

    public Task<T> AskAsync<T>(string script) => Page.EvaluateAsync<T>(script);

    public Task<int> CountAsync(string selector) => Page.Locator(selector).CountAsync();

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        folder.Dispose();
    }
}
