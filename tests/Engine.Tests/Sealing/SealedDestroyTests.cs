using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>The deletion of all that a deployment made is approved first, and applied when the environment is named.</summary>
public sealed class SealedDestroyTests : SealedTests
{
    private static readonly PruneRequest All = new(Everything: false, Force: false, Confirmed: null, Destroys: true);

    protected override async Task PrepareAsync()
    {
        Workspace.WithOneOfEachKind();
        Release.Confirmed = "test";
        await Workspace.DeployAsync();
        await Release.SealAsync(All);
    }

    [Fact]
    public async Task What_was_approved_is_deleted_and_the_record_goes_last_and_once_more_nothing_is_written()
    {
        var outcome = await Release.ApplyAsync();

        Assert.Equal(
            ["jobs.nightly", "clusters.etl", "notebooks.load.py", "init-scripts.install.sh"],
            outcome.Changes.Select(change => change.Change.Asset)
        );
        Assert.True(outcome.EndedRecord);
        Assert.Empty(await JobsAsync());
        Assert.All(await Workspace.MemoryAsync(), file => Assert.StartsWith("lease-", file, StringComparison.Ordinal));

        Assert.Empty(await Workspace.WritesDuringAsync(async () => Assert.False((await Release.ApplyAsync()).EndedRecord)));
    }

    [Theory]
    [InlineData(
        null,
        "error PRN002: environment test: the plan deletes all that was deployed to test from here. Read it, then confirm it with "
            + "--confirm=test."
    )]
    [InlineData(
        "prod",
        "error PRN002: environment test: --confirm=prod does not name test, the environment of this run. Correct --confirm or --env."
    )]
    public async Task Without_the_name_of_the_environment_it_is_refused(string? confirmed, string refusal)
    {
        Release.Confirmed = confirmed;

        Assert.EndsWith(refusal, Assert.Single((await Release.PlanAsync()).Refusals).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_deployed_since_is_a_refusal()
    {
        await Workspace.With("clusters/new.json", Samples.Cluster("new")).DeployAsync();

        Assert.Equal(
            [
                "error PLN005: clusters.new: nothing was to be done about it when the plan was made, and it would be deleted now: made by "
                    + "this deployment.",
            ],
            await Release.RefusalsAsync()
        );
    }

    [Theory]
    [InlineData("/api/2.1/clusters/permanent-delete", "cluster_id")]
    [InlineData("/api/2.0/workspace/delete", "load")]
    [InlineData("/api/2.0/workspace/delete", "/manifest")]
    public async Task A_run_that_was_killed_is_finished_by_the_same_command(string call, string mark)
    {
        using var end = new CancellationTokenSource();
        var dead = false;
        Workspace.Before = async (request, ct) =>
        {
            dead |=
                request.RequestUri!.AbsolutePath == call
                && request.Content is not null
                && (await request.Content.ReadAsStringAsync(ct)).Contains(mark, StringComparison.Ordinal);
            if (!dead)
                return;

            await end.CancelAsync();
            throw new HttpRequestException("killed");
        };
        try
        {
            Assert.False((await Release.ApplyAsync(end.Token)).EndedRecord);
        }
        catch (OperationCanceledException)
        {
            // So it ends where the last request is the one that is killed.
        }

        Assert.True(dead);
        Workspace.Before = null;
        await Workspace.Session().UnlockAsync(CancellationToken.None);
        Assert.Empty(await JobsAsync());

        Assert.True((await Release.ApplyAsync()).EndedRecord);
    }

    private async Task<JToken> JobsAsync() => (await Workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray();
}
