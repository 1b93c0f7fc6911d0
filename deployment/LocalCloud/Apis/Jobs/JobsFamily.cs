using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The Jobs API with its runs, in versions 2.0, 2.1 and 2.2.</summary>
/// <param name="workspaceId">For the links to a run's page.</param>
public sealed class JobsFamily(CloudState state, string workspaceId, RunTiming? timing = null) : IEndpoints
{
    private readonly RunTiming pace = timing ?? new RunTiming();
    private readonly JobStore jobs = new(state);
    private readonly RunStore runs = new(state, timing ?? new RunTiming());

    public void Map(RouteTable routes)
    {
        var views = new RunViews(runs, state, workspaceId);
        var builder = new RunBuilder(state, new TaskWork(state, pace));

        new JobsEndpoints(jobs, runs).Map(routes);
        new RunsEndpoints(jobs, runs, builder, views, new RunOutputs(runs, views), new RunRepairs(runs, builder, state)).Map(routes);
    }

    public void Seed()
    {
        jobs.Index.Forget();
        runs.Index.Forget();
    }
}
