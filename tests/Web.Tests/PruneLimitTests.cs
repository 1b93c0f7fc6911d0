using Bunit;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Pages;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>A plan that was refused since it deletes too much can be made again with a limit of its own.</summary>
public sealed class PruneLimitTests : IAsyncDisposable
{
    private readonly OpenPage context = new();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [Theory]
    [InlineData(RunTask.FindDeleted)]
    [InlineData(RunTask.Validate)]
    public async Task The_page_offers_as_many_deletions_as_the_plan_has(RunTask task)
    {
        context.Start(task).End(Refused());
        var page = await context.OpenAsync<Import>();

        await OpenPage.Button(page, "Allow 2 deletions in this run").ClickAsync(new());

        var (_, request, _, _) = context.Host.Started[^1];
        Assert.Equal((task, 2, "ann"), (request.Task, request.PruneLimit, request.By));
    }

    [Fact]
    public async Task Another_error_leaves_the_limit_alone_and_what_is_of_no_asset_has_no_row()
    {
        var refused = Refused();
        context.Start(RunTask.FindDeleted).End(refused with { Findings = [refused.Findings[0] with { Code = "PRN002" }] });

        var page = await context.OpenAsync<Import>();

        Assert.DoesNotContain(page.FindAll("fluent-button"), button => button.TextContent.Contains("Allow", StringComparison.Ordinal));
        Assert.Equal(["jobs.b", "jobs.a"], page.FindAll(".name").Select(name => name.TextContent));
        Assert.Equal("1", page.Find(".counter.error .number").TextContent);
    }

    [Fact]
    public void A_plan_is_applied_with_the_limit_that_it_was_made_with()
    {
        var (host, user) = (new MemoryRunHost(), User(WebRole.Look, WebRole.Deploy, WebRole.Delete));
        var runs = new RunList(host, new ManualClock(), AppModes.Both, MemoryRunHost.NoTokens);
        var found = runs.Start(user, new RunRequest { Task = RunTask.FindDeleted, Environment = "dev", PruneLimit = 20 });
        host.Started[0].Run.End(RunSnapshot.Empty with { State = RunState.Succeeded, PlanId = "plan" });

        var applied = runs.Start(user, new RunRequest { Task = RunTask.Apply, Environment = "dev", Planned = found.Id });

        Assert.Equal(20, applied.Request.PruneLimit);
    }

    [Fact]
    public void Only_whoever_may_delete_raises_the_limit()
    {
        var runs = new RunList(new MemoryRunHost(), new ManualClock(), AppModes.Both, MemoryRunHost.NoTokens);
        var request = new RunRequest { Task = RunTask.FindDeleted, Environment = "dev", PruneLimit = 20 };

        Assert.Equal([WebRole.Delete], runs.Lacks(User(WebRole.Look, WebRole.Deploy), request));
        Assert.Throws<AccessDeniedException>(() => runs.Start(User(WebRole.Look, WebRole.Deploy), request));
        Assert.Equal(20, runs.Start(User(WebRole.Look, WebRole.Delete), request).Request.PruneLimit);
    }

    private static WebUser User(params WebRole[] roles) =>
        new("ann", new Dictionary<string, IReadOnlySet<WebRole>> { ["dev"] = roles.ToHashSet() });

    private static RunSnapshot Refused() =>
        RunSnapshot.Empty with
        {
            State = RunState.Refused,
            Findings =
            [
                new Finding
                {
                    Severity = Severity.Error,
                    Code = PruneLimit.Exceeded,
                    Asset = "environment dev",
                    Message = "2 assets would be deleted",
                },
            ],
            Changes = [Change("a", ChangeAction.Delete), Change("b", ChangeAction.Recreate)],
        };

    private static Change Change(string name, ChangeAction action) =>
        new()
        {
            Kind = "jobs",
            Name = name,
            Action = action,
            Reason = "",
        };
}
