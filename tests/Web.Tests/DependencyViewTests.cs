using AngleSharp.Dom;
using Bunit;
using Layercake.Engine.Planning;
using Layercake.Web.Pages;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>The picture of the dependencies in the page.</summary>
public sealed class DependencyViewTests : IAsyncDisposable
{
    private readonly OpenPage context = new();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [Fact]
    public async Task A_box_leads_to_its_row_and_a_row_to_its_box()
    {
        context.Host.Picture = new DependencyPicture
        {
            Boxes = [Box("jobs.first", "jobs.last"), Box("jobs.last", "jobs.first")],
            Lines = [new PictureLine("M0 0", ClosesCircle: false), new PictureLine("M1 1", ClosesCircle: true)],
            Width = 100,
            Height = 50,
            Total = 62,
        };
        context
            .Start(RunTask.Validate)
            .End(
                RunSnapshot.Empty with
                {
                    State = RunState.Succeeded,
                    Changes = [Job("first", "last"), .. Enumerable.Range(1, 60).Select(number => Job($"{number}")), Job("last", "first")],
                }
            );
        var page = await context.OpenAsync<Import>();
        Assert.Single(page.FindAll("svg .circle"));
        Assert.Contains("jobs.first needs jobs.last.", Words(page.Find(".dependencies details").TextContent), StringComparison.Ordinal);
        Assert.DoesNotContain("jobs.last", page.FindAll("tr .name").Select(name => name.TextContent));

        await page.Find("svg a[aria-label^='jobs.last']").ClickAsync(new());

        Assert.Contains("jobs.last", page.FindAll("tr .name").Select(name => name.TextContent));
        Assert.Contains("chosen", page.Find("svg a[aria-label^='jobs.last']").ClassList);
        await page.Find("button[aria-label='jobs.last in the picture']").ClickAsync(new());
        Assert.Equal(2, context.JSInterop.Invocations.Count(call => call.Identifier.EndsWith("focus", StringComparison.OrdinalIgnoreCase)));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static PictureBox Box(string asset, string needs) =>
        new()
        {
            Asset = asset,
            Kind = "jobs",
            Name = asset,
            Notes = [],
            Needs = [needs],
            X = 0,
            Y = 0,
            Width = 10,
            Height = 10,
        };

    private static Change Job(string name, string? needs = null) =>
        new()
        {
            Kind = "jobs",
            Name = name,
            Action = ChangeAction.Create,
            Reason = "",
            After = needs is null ? [] : [$"jobs.{needs}"],
        };
}
