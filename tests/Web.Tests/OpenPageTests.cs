using AngleSharp.Dom;
using Bunit;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Web.Components;
using Layercake.Web.Pages;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Layercake.Web.Tests;

/// <summary>What an open page shows and starts while others use the server too.</summary>
public sealed class OpenPageTests : IAsyncDisposable
{
    private readonly OpenPage context = new();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [Fact]
    public async Task What_is_removed_is_what_was_named()
    {
        context.Start(RunTask.FindDeleted).End(Found("jobs", "old"));
        var page = await context.OpenAsync<Import>();
        await OpenPage.Button(page, "5. Remove deleted (1)").ClickAsync(new());
        Assert.Equal("jobs.old", page.Find("[role=alertdialog] li").TextContent);

        context.Start(RunTask.FindDeleted).End(Found("jobs", "nightly"));
        context.Look();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=alertdialog]")));
        await OpenPage.Button(page, "5. Remove deleted (1)").ClickAsync(new());
        Assert.Equal("jobs.nightly", page.Find("[role=alertdialog] li").TextContent);
        await OpenPage.Button(page, "Delete them").ClickAsync(new());
        var (_, request, _, _) = context.Host.Started[^1];
        Assert.Equal((RunTask.Apply, context.Host.Started[^2].Id, true), (request.Task, request.Planned, request.Removes));
        Assert.Contains("Remove deleted, asked for by ann", page.Markup);
    }

    [Fact]
    public async Task Steps_can_be_taken_again_when_the_run_of_the_other_way_has_ended()
    {
        var page = await context.OpenAsync<Import>();
        var export = context.Start(RunTask.Export);
        context.Look();
        page.WaitForAssertion(() => Assert.True(OpenPage.Button(page, "2. Validate").HasAttribute("disabled")));
        Assert.Equal(
            "Export to files, asked for by bob, is under way for dev. Steps can be taken when it has ended.",
            string.Join(' ', page.Find("p.box[role=status]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        );

        export.End(RunState.Succeeded);
        context.Look();

        page.WaitForAssertion(() => Assert.False(OpenPage.Button(page, "2. Validate").HasAttribute("disabled")));
    }

    [Fact]
    public async Task A_step_that_another_run_is_in_the_way_of_says_which()
    {
        var page = await context.OpenAsync<Export>();
        context.Start(RunTask.Validate, "prod");

        await OpenPage.Button(page, "2. Export to files").ClickAsync(new());

        Assert.Single(context.Host.Started);
        Assert.Equal(
            "Nothing was started: Validate, asked for by bob, is under way for prod. Try again when it has ended.",
            string.Join(' ', page.Find("[role=alert]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        );
        Assert.Equal($"runs/{context.Host.Started[0].Id}", page.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_page_that_cannot_look_any_more_fails_and_does_not_stand_still()
    {
        var page = await context.OpenAsync<Import>();
        var run = context.Start(RunTask.Validate);
        context.Host.Failure = new IOException("gone");

        run.End(RunState.Succeeded);
        context.Look();

        Assert.IsType<IOException>(await context.Renderer.UnhandledException);
        Assert.NotNull(page);
    }

    [Theory]
    [InlineData("changed", "jobs.nightly")]
    [InlineData("unchanged", "jobs.calm")]
    [InlineData("CALM", "jobs.calm")]
    [InlineData("nobody", null)]
    public async Task Rows_are_found_by_their_name_and_state(string filter, string? found)
    {
        AssetRow[] rows =
        [
            new() { Asset = "jobs.nightly", State = AssetState.Changed },
            new() { Asset = "jobs.calm", State = AssetState.Unchanged },
        ];
        context.Start(RunTask.Validate);
        var run = context.TheRun;
        var table = context.Render<AssetTable>(parameters => parameters.Add(table => table.Rows, rows).Add(table => table.Run, run));

        await table.InvokeAsync(() => table.FindComponent<FluentTextInput>().Instance.ValueChanged.InvokeAsync(filter));

        Assert.Equal(found is null ? [] : [found], table.FindAll(".name").Select(name => name.TextContent));
    }

    [Theory]
    [InlineData(RunTask.Validate, "Validate only the chosen", RunTask.Validate)]
    [InlineData(RunTask.FindDeleted, "Find only the chosen", RunTask.FindDeleted)]
    public async Task Chosen_assets_alone_are_looked_at_again(RunTask shown, string button, RunTask again)
    {
        context.Start(shown).End(Found("jobs", "nightly, late", "a", "b"));
        var page = await context.OpenAsync<Import>();
        Assert.True(OpenPage.Button(page, $"{button} (0)").HasAttribute("disabled"));

        foreach (var (asset, isChosen) in new[] { ("jobs.b", true), ("jobs.nightly, late", true), ("jobs.a", true), ("jobs.a", false) })
            page.Find($"input[aria-label='Choose {asset}']").Change(isChosen);
        await OpenPage.Button(page, $"{button} (2)").ClickAsync(new());

        var (_, request, _, _) = context.Host.Started[^1];
        Assert.Equal((again, 2), (request.Task, context.Host.Started.Count));
        Assert.Equal(["jobs.b", "jobs.nightly, late"], request.Select);
        Assert.Equal(again == RunTask.Validate, request.WithNeeded);
        Assert.Contains("Only these assets: jobs.b, jobs.nightly, late", page.Markup, StringComparison.Ordinal);
        Assert.All(page.FindComponents<FluentTextInput>(), field => Assert.Equal("", field.Instance.Value ?? ""));
        Assert.Empty(page.FindAll("input[type=checkbox]:not([disabled])"));
    }

    [Fact]
    public async Task What_is_left_alone_is_shown_and_is_not_counted_as_unchanged()
    {
        var found = Found("jobs", "adopted");
        var left = found.Changes[0] with { Action = ChangeAction.None, HeldBack = "adopted" };
        context.Start(RunTask.FindDeleted).End(found with { Changes = [left] });

        var page = await context.OpenAsync<Import>();

        Assert.Equal("left alone", page.Find(".assets .pill").TextContent);
        Assert.All(page.FindAll(".counter .number"), number => Assert.Equal("0", number.TextContent));
    }

    [Fact]
    public async Task What_only_Git_has_is_shown_and_is_not_counted_as_unchanged()
    {
        context.Start(RunTask.Compare).End(RunSnapshot.Empty with { State = RunState.Succeeded, OnlyInGit = ["jobs.new"] });

        var page = await context.OpenAsync<Export>();

        Assert.Equal("only in Git", page.Find(".assets .pill").TextContent);
        Assert.All(page.FindAll(".counter .number"), number => Assert.Equal("0", number.TextContent));
    }

    [Fact]
    public async Task An_asset_of_several_files_is_one_row_with_the_text_of_each()
    {
        ExportedFile[] files =
        [
            Exported("queries", "revenue", "queries/revenue.json", ExportAction.Unchanged),
            Exported("queries", "revenue", "queries/revenue.sql", ExportAction.Changed),
            Exported("queries", "new", "queries/new.json", ExportAction.Added),
            Exported("queries", "new", "queries/new.sql", ExportAction.Added),
            Exported("jobs", "kept", "jobs/kept.json", ExportAction.Kept),
        ];
        context.Start(RunTask.Compare).End(RunSnapshot.Empty with { State = RunState.Succeeded, Files = files });

        var page = await context.OpenAsync<Export>();

        Assert.Equal(["queries.new", "queries.revenue", "jobs.kept"], page.FindAll(".assets .name").Select(name => name.TextContent));
        Assert.Equal(["new", "changed", "left alone"], page.FindAll(".assets .pill").Select(pill => pill.TextContent));
        Assert.Equal(["1", "1", "0", "0", "0"], page.FindAll(".counter .number").Select(number => number.TextContent));
        Assert.Equal(
            ["Text of queries/new.json, line by line", "Text of queries/new.sql, line by line", "Text, line by line"],
            page.FindAll(".assets summary").Select(summary => summary.TextContent)
        );
    }

    [Fact]
    public async Task What_an_import_leaves_in_the_workspace_is_not_called_deleted()
    {
        context.Start(RunTask.Validate).End(RunSnapshot.Empty with { State = RunState.Succeeded, NoLongerInGit = ["jobs.old"] });

        var page = await context.OpenAsync<Import>();

        Assert.Equal("no longer in Git", page.Find(".assets .pill").TextContent);
        Assert.Contains(page.FindAll(".counter"), counter => string.Join(' ', counter.TextContent.Split()) == "1 no longer in Git");
    }

    [Fact]
    public async Task What_starts_with_a_change_is_said_in_its_row()
    {
        var made = Found("warehouses", "reporting").Changes[0] with { Action = ChangeAction.Create, Notes = ["it starts when it is made"] };
        context.Start(RunTask.Validate).End(Found("warehouses") with { Changes = [made] });

        var page = await context.OpenAsync<Import>();

        Assert.Equal("it starts when it is made", page.Find(".assets .note").TextContent);
    }

    private static ExportedFile Exported(string kind, string name, string file, ExportAction action) =>
        new()
        {
            Kind = kind,
            Name = name,
            File = file,
            Action = action,
        };

    [Fact]
    public async Task What_ended_over_errors_shows_no_counts_of_what_was_never_compared()
    {
        var error = new Finding
        {
            Severity = Severity.Error,
            Code = "JSN001",
            File = "jobs/broken.json",
            Message = "This is no JSON.",
        };
        context.Start(RunTask.Validate).End(RunSnapshot.Empty with { State = RunState.Failed, Findings = [error] });

        var page = await context.OpenAsync<Import>();

        Assert.Equal("1 errors", string.Join(' ', Assert.Single(page.FindAll(".counter")).TextContent.Split()));
        Assert.Contains("Nothing else was counted", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_shows_what_it_would_commit()
    {
        var git = new GitState
        {
            Branch = "main",
            Commit = "abc",
            Remote = "https://host/repo",
            Changed = [new ChangedFile("jobs/a.json", "new"), new ChangedFile("jobs/<b>.json", "deleted")],
        };
        context.Host.Files = context.Host.Files with { Git = git };
        var page = await context.OpenAsync<Export>();
        Assert.Contains("2 files changed here", page.Markup, StringComparison.Ordinal);

        await OpenPage.Button(page, "3. Push").ClickAsync(new());

        Assert.Equal(["jobs/a.json new", "jobs/<b>.json deleted"], page.FindAll(".pushed li").Select(file => file.TextContent));
    }

    private static RunSnapshot Found(string kind, params string[] names) =>
        RunSnapshot.Empty with
        {
            State = RunState.Succeeded,
            PlanId = "plan",
            Changes =
            [
                .. names.Select(name => new Change
                {
                    Kind = kind,
                    Name = name,
                    Action = ChangeAction.Delete,
                    Reason = "",
                }),
            ],
        };
}
