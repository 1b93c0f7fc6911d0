using Layercake.LocalCloud.Apis.Jobs.Notebooks;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Logging;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The Jobs API with its runs, in versions 2.0, 2.1 and 2.2.</summary>
internal sealed class JobsFamily : IEndpoints, IAsyncDisposable
{
    private readonly JobDrafts drafts;
    private readonly JobStore jobs;
    private readonly RunStore runs;
    private readonly RunOutcomes outcomes;
    private readonly RunBuilder builder;
    private readonly RunRepairs repairs;
    private readonly RunViews views;
    private readonly RunOutputs outputs;
    private readonly NotebookExecutor? executor;

    /// <param name="workspaceId">For the links to a run's page.</param>
    /// <param name="notebooks">What executes Python notebooks; null executes none.</param>
    public JobsFamily(
        CloudState state,
        string workspaceId,
        CloudLog log,
        JobPrincipals principals,
        RunTiming? timing = null,
        NotebookRunner? notebooks = null
    )
    {
        drafts = new JobDrafts(new JobReferences(state), new JobClusters(state), principals);
        var pace = timing ?? new RunTiming();
        var failures = new RunFailures(log);
        (jobs, runs, outcomes) = (new JobStore(state), new RunStore(state, pace), new RunOutcomes(state));
        executor = notebooks is null ? null : new NotebookExecutor(runs, notebooks, state, failures);
        builder = new RunBuilder(state, new TaskWork(outcomes, pace, notebooks?.Library));
        repairs = new RunRepairs(runs, builder, state);
        views = new RunViews(runs, state, workspaceId);
        outputs = new RunOutputs(runs, views, state);
        runs.Progress = new RunProgress(builder, executor, failures);
    }

    public void Map(RouteTable routes)
    {
        outcomes.Map(routes);
        new JobsEndpoints(jobs, runs, drafts).Map(routes);
        new RunsEndpoints(jobs, runs, drafts, builder, views, outputs, repairs).Map(routes);
    }

    public void Seed()
    {
        jobs.Index.Forget();
        runs.Index.Forget();
        executor?.StopAll();
        runs.Resume();
    }

    /// <summary>Ends every notebook that is being executed.</summary>
    public ValueTask DisposeAsync() => executor?.DisposeAsync() ?? ValueTask.CompletedTask;
}
