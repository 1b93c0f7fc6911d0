using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The Jobs API with its runs, in versions 2.0, 2.1 and 2.2.</summary>
public sealed class JobsFamily(CloudState state, RunTiming? timing = null) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        var pace = timing ?? new RunTiming();
        var jobs = new JobStore(state);
        var runs = new RunStore(state, pace);
        var views = new RunViews(runs, state);
        var builder = new RunBuilder(state, new TaskWork(state, pace));

        new JobsEndpoints(jobs, runs).Map(routes);
        new RunsEndpoints(jobs, runs, builder, views, new RunOutputs(runs, views), new RunRepairs(runs, builder, state)).Map(routes);
    }
}
