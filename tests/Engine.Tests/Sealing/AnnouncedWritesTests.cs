using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>A plan says what will be sent about each asset, and nothing else is sent (X2).</summary>
public sealed class AnnouncedWritesTests : SealedTests
{
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Workspace.With("notebooks/load.py", Samples.Notebook());
    }

    [Fact]
    public async Task What_is_sent_is_what_the_plan_announces()
    {
        await Release.SealAsync();
        Assert.Equal(
            [
                "clusters.etl: POST /api/2.1/clusters/create, POST /api/2.1/clusters/edit",
                "notebooks.load.py: POST /api/2.0/workspace/mkdirs, POST /api/2.0/workspace/delete, POST /api/2.0/workspace/import",
                "jobs.nightly: POST /api/2.2/jobs/create, POST /api/2.0/jobs/create, POST /api/2.2/jobs/reset, POST /api/2.0/jobs/reset",
                "clusters.etl, where it is due: POST /api/2.1/clusters/delete",
            ],
            Announced()
        );
        Assert.Equal(["clusters.etl"], Opened().Plan.Stops);

        var sent = await Workspace.AssetWritesDuringAsync(async () => await Release.ApplyAsync());

        var announced = Opened().Writes.SelectMany(write => write.Requests).ToList();
        Assert.NotEmpty(sent);
        Assert.All(sent, write => Assert.Contains(write, announced));
        Assert.Equal(sent.Distinct(), sent);
    }

    [Fact]
    public async Task What_an_earlier_deployment_left_running_is_announced_to_be_stopped()
    {
        await Workspace.ApplyAsync(
            await Workspace.TryPlanAsync(),
            new TestWorkspace.Nobody(Workspace.Notes),
            CancellationToken.None,
            stop: false
        );
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));

        await Release.SealAsync();

        Assert.Equal(
            [
                "jobs.nightly: POST /api/2.2/jobs/reset, POST /api/2.0/jobs/reset",
                "clusters.etl, where it is due: POST /api/2.1/clusters/delete",
            ],
            Announced()
        );
        Assert.Equal(["clusters.etl"], Opened().Plan.Stops);
    }

    [Fact]
    public async Task Nothing_is_said_to_be_stopped_by_what_stops_nothing()
    {
        Assert.Empty((await Workspace.TryPlanAsync("clusters")).Plan.Stops);

        Workspace.Environment = Workspace.Environment with { StopClusters = false };

        Assert.Empty((await Workspace.TryPlanAsync()).Plan.Stops);
    }

    [Fact]
    public async Task What_would_be_sent_otherwise_than_announced_is_refused()
    {
        await Release.SealAsync();

        Assert.Empty(await RefusalsAsync());
        Assert.Equal(
            [
                "PLN005 jobs.nightly: POST /api/2.2/jobs/create or POST /api/2.0/jobs/create or POST /api/2.2/jobs/reset or "
                    + "POST /api/2.0/jobs/reset would be sent for it now otherwise than the plan announces. Plan again and have the new "
                    + "plan approved.",
            ],
            await RefusalsAsync(write => write with { Body = "sha256:0" })
        );
        Assert.Single(await RefusalsAsync(write => write with { Requests = ["POST /api/2.2/jobs/create"] }));
        Assert.Single(await RefusalsAsync(_ => null));
    }

    private IEnumerable<string> Announced() =>
        Opened().Writes.Select(write =>
            $"{write.Asset}{(write.IsConditional ? ", where it is due" : "")}: {string.Join(", ", write.Requests)}"
        );

    private SealedPlan Opened()
    {
        using var opened = OpenedPlan.Open(Release.File, id: null);
        return opened.Plan;
    }

    /// <param name="change">What is otherwise in the plan that was approved.</param>
    private async Task<IReadOnlyList<string>> RefusalsAsync(Func<AnnouncedWrite, AnnouncedWrite?>? change = null)
    {
        using var opened = OpenedPlan.Open(Release.File, id: null);
        var writes = opened.Plan.Writes.Select(write =>
            write.Asset == "jobs.nightly" && change is not null ? change(write) : write
        );
        var approved = opened.Plan with { Writes = [.. writes.OfType<AnnouncedWrite>()] };
        var planned = await Workspace.Session().PlanSealedAsync(approved, Workspace.Redactor, CancellationToken.None);
        return [.. planned.Refusals.Select(refusal => $"{refusal.Code} {refusal.Asset}: {refusal.Message}")];
    }
}
