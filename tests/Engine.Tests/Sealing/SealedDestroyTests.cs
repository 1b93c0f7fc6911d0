using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>The deletion of all that a deployment made is approved first, and applied when the environment is named.</summary>
public sealed class SealedDestroyTests : IAsyncLifetime
{
    private static readonly PruneRequest All = new(Everything: false, Force: false, Confirmed: null, Destroys: true);

    private TestWorkspace workspace = null!;
    private SealedWorkspace plan = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();
        plan = new SealedWorkspace(workspace) { Confirmed = "test" };
        await workspace.DeployAsync();
        await plan.SealAsync(All);
    }

    public async Task DisposeAsync()
    {
        plan.Dispose();
        await workspace.DisposeAsync();
    }

    [Fact]
    public async Task What_was_approved_is_deleted_and_the_record_goes_last_and_once_more_nothing_is_written()
    {
        var outcome = await plan.ApplyAsync();

        Assert.Equal(
            ["jobs.nightly", "clusters.etl", "notebooks.load.py", "init-scripts.install.sh"],
            outcome.Changes.Select(change => change.Change.Asset)
        );
        Assert.True(outcome.EndedRecord);
        Assert.Empty(await JobsAsync());
        Assert.All(await workspace.MemoryAsync(), file => Assert.StartsWith("lease-", file, StringComparison.Ordinal));

        Assert.Empty(await workspace.WritesDuringAsync(async () => Assert.False((await plan.ApplyAsync()).EndedRecord)));
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
        plan.Confirmed = confirmed;

        Assert.EndsWith(refusal, Assert.Single((await plan.PlanAsync()).Refusals).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_deployed_since_is_a_refusal()
    {
        await workspace.With("clusters/new.json", Samples.Cluster("new")).DeployAsync();

        Assert.Equal(
            [
                "error PLN005: clusters.new: nothing was to be done about it when the plan was made, and it would be deleted now: made by "
                    + "this deployment.",
            ],
            await plan.RefusalsAsync()
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
        workspace.Before = async (request, ct) =>
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
            Assert.False((await plan.ApplyAsync(end.Token)).EndedRecord);
        }
        catch (OperationCanceledException)
        {
            // So it ends where the last request is the one that is killed.
        }

        Assert.True(dead);
        workspace.Before = null;
        await workspace.Session().UnlockAsync(CancellationToken.None);
        Assert.Empty(await JobsAsync());

        Assert.True((await plan.ApplyAsync()).EndedRecord);
    }

    private async Task<JToken> JobsAsync() => (await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray();
}
