using System.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests;

/// <summary>Files above 10 MiB, which go another way than all others and are never read back.</summary>
public sealed class LargeFileTests : IAsyncLifetime
{
    private const int Large = (10 * 1024 * 1024) + 1;
    private const string File = "notebooks/model.bin";
    private const string Place = "/Shared/app/notebooks/model.bin";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_large_file_arrives_and_then_there_is_nothing_to_do_and_nothing_is_read_back()
    {
        var content = new byte[Large];
        content[^1] = 7;
        await workspace.With(File, content).DeployAsync();

        Assert.Equal(content, await ThereAsync());
        await workspace.Cloud.ForgetRequestsAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.DoesNotContain(await workspace.Cloud.RequestsAsync(), IsReading);
    }

    [Theory]
    [InlineData(Large)]
    [InlineData(Large + 1)]
    [InlineData(3)]
    public async Task An_edit_by_hand_of_a_large_file_is_drift_and_is_put_back(int size)
    {
        await workspace.With(File, new byte[Large]).DeployAsync();
        await SendAsync(new byte[size]);

        await workspace.Cloud.ForgetRequestsAsync();
        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.True(change.Drift);
        Assert.DoesNotContain(await workspace.Cloud.RequestsAsync(), IsReading);

        await workspace.DeployAsync();
        Assert.Equal(Large, (await ThereAsync()).Length);
    }

    [Fact]
    public async Task A_small_file_that_becomes_large_and_small_again_is_sent_each_time()
    {
        await workspace.With(File, "small").DeployAsync();
        await workspace.With(File, new byte[Large]).DeployAsync();
        Assert.Equal(Large, (await ThereAsync()).Length);

        await workspace.With(File, "small").DeployAsync();
        Assert.Equal("small"u8.ToArray(), await ThereAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(Large)]
    [InlineData(100)]
    public async Task A_file_that_changes_after_the_plan_is_neither_sent_nor_recorded(int size)
    {
        var planned = await workspace.With(File, new byte[size]).TryPlanAsync();
        workspace.With(File, [.. new byte[size - 1], 1]);

        var outcome = await workspace.ApplyAsync(planned, new TestWorkspace.Nobody(), CancellationToken.None);

        var failed = Assert.Single(outcome.Changes);
        Assert.Equal(ChangeStatus.Failed, failed.Status);
        Assert.Contains(
            "notebooks/model.bin was changed after the plan was made of it. Deploy again",
            failed.Message,
            StringComparison.Ordinal
        );
        Assert.Single((await workspace.PlanAsync()).Changes);

        await workspace.DeployAsync();
        Assert.Equal(1, (await ThereAsync())[^1]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Large)]
    public async Task A_file_that_is_gone_after_the_plan_is_told_without_a_path_of_this_machine(int size)
    {
        var planned = await workspace.With(File, new byte[Math.Max(size, 1)]).TryPlanAsync();
        workspace.Without(File);

        var outcome = await workspace.ApplyAsync(planned, new TestWorkspace.Nobody(), CancellationToken.None);

        var message = Assert.Single(outcome.Changes).Message!;
        Assert.Contains($"{File} cannot be read any more: there is no such file. Put that right", message, StringComparison.Ordinal);
        Assert.DoesNotContain(workspace.Assets.FullPath, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_leaves_a_large_file_and_its_file_in_git_as_they_are_and_says_so()
    {
        await workspace.With(File, new byte[Large]).With("notebooks/small.txt", "x").DeployAsync();
        workspace.Without("notebooks/small.txt").With(File, "edited");
        await SendAsync(new byte[Large + 1]);

        var result = await workspace.ExportAsync("notebooks");

        var finding = Assert.Single(result.Findings);
        Assert.Equal(
            $"warning EXP020: notebooks.model.bin: {Place} is not exported: it has 10,485,762 bytes, and the service gives back at most "
                + "10,485,760. Download it in the UI if Git is to have it, or keep it in a volume.",
            finding.ToString()
        );
        Assert.Equal(("edited", "x"), (workspace.Text(File), workspace.Text("notebooks/small.txt")));
    }

    [Fact]
    public async Task A_large_file_is_sent_from_its_beginning_when_the_token_had_to_be_renewed()
    {
        var sent = 0;
        workspace.Before = async (request, _) =>
        {
            if (request.Content is MultipartFormDataContent && sent++ == 0)
                await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.0/workspace/import", "status": 401 }""");
        };

        await workspace.With(File, new byte[Large]).DeployAsync();

        Assert.Equal((2, Large), (sent, (await ThereAsync()).Length));
    }

    [Theory]
    [InlineData("notebooks/a.py", "# Databricks notebook source\n", "NBK001", "notebooks of at most 10,485,760. Split it")]
    [InlineData("notebooks/a.ipynb", "", "NBK001", "notebooks of at most 10,485,760. Split it")]
    [InlineData("notebooks/a.html", "__DATABRICKS_NOTEBOOK_MODEL", "NBK001", "notebooks of at most 10,485,760. Split it")]
    [InlineData("init-scripts/a.sh", "", "INI001", "at most 10,485,760 are sent. Keep what it installs in a volume")]
    [InlineData("notebooks/a.bin", "", "NBK001", "files of at most 471,859,200. Keep it in a volume", (450 * 1024 * 1024) + 1)]
    public void What_is_too_large_is_found_offline(string file, string start, string code, string words, int size = Large)
    {
        workspace.With(file, start);
        using (var stream = new FileStream(workspace.Assets[file], FileMode.Open))
            stream.SetLength(size); // A hole, which takes no room.

        var finding = Assert.Single(workspace.Check(), line => line.Contains($"error {code}", StringComparison.Ordinal));
        Assert.Contains(words, finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "NOTEBOOK")]
    [InlineData((1024 * 1024) + 3, "NOTEBOOK")]
    [InlineData(-1, "FILE")]
    public void A_page_is_a_notebook_wherever_its_marker_is(int at, string becomes)
    {
        var marker = at < 0 ? "" : "__DATABRICKS_NOTEBOOK_MODEL = 'x'";
        workspace.With("notebooks/page.html", Encoding.UTF8.GetBytes(new string(' ', Math.Max(at, 0)) + marker + "<p>"));

        Assert.Equal(becomes, (string?)Assert.Single(workspace.Read().Declarations).Content["object_type"]);
    }

    private static bool IsReading(string request) =>
        request.StartsWith("GET /api/2.0/workspace/export", StringComparison.Ordinal)
        && request.Contains("model.bin", StringComparison.Ordinal);

    private Task<byte[]> ThereAsync() =>
        workspace.Cloud.Workspace.GetByteArrayAsync(new Uri($"/api/2.0/workspace-files{Place}", UriKind.Relative));

    /// <summary>What someone else sends.</summary>
    private async Task SendAsync(byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Place), "path" },
            { new StringContent("AUTO"), "format" },
            { new StringContent("true"), "overwrite" },
            { new ByteArrayContent(content), "content", "content" },
        };
        using var answer = await workspace.Cloud.Workspace.PostAsync(new Uri("/api/2.0/workspace/import", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
    }
}
