using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>Starts runs, waits for their ends and reads their outputs. After an interruption the runs are cancelled.</summary>
public sealed class WorkspaceRuns(RunsApi runs, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>The time limit for cancelling runs after an interruption.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs all, with limited concurrency. The results are in the order of the requests, also after a cancellation.
    /// </summary>
    public async Task<IReadOnlyList<RunResult>> RunAllAsync(
        IReadOnlyList<RunOrder> orders,
        int atOnce,
        IRunWatcher watcher,
        CancellationToken ct
    )
    {
        using var places = new SemaphoreSlim(atOnce);
        return await Task.WhenAll(
            orders.Select(async order =>
            {
                try
                {
                    await places.WaitAsync(ct);
                }
                catch (OperationCanceledException)
                {
                    return NotBegun(order);
                }

                try
                {
                    return await RunAsync(order, watcher, ct);
                }
                finally
                {
                    places.Release();
                }
            })
        );
    }

    /// <summary>
    /// Runs one. A refusal becomes a result, so that others go on. So does a cancellation, so that finished runs are not lost.
    /// </summary>
    public async Task<RunResult> RunAsync(RunOrder order, IRunWatcher watcher, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return NotBegun(order);

        long? id = null;
        var page = "";
        try
        {
            id = await StartAsync(order, ct);
            var run = await runs.GetAsync(id.Value, ct);
            page = PageOf(run);
            watcher.Started(order, id.Value, page);
            var result = await CollectAsync(order, await WaitAsync(order, run, watcher, ct), ct);
            watcher.Ended(result);
            return result;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Without(
                order,
                id,
                page,
                RunEnd.Interrupted,
                await CancelAsync(order, id, page, watcher) is { } problem ? $"It may go on: {problem}" : ""
            );
        }
        catch (WorkspaceApiException e)
        {
            var lost = Without(order, id, page, RunEnd.Lost, e.Message);
            watcher.Ended(lost);
            return lost;
        }
    }

    /// <summary>The HTML pages of a notebook's run, by their names.</summary>
    public async Task<IReadOnlyList<(string Name, string Content)>> ExportAsync(TaskResult task, CancellationToken ct) =>
        [.. (await runs.ExportAsync(task.RunId, ct)).Select(view => ((string?)view["name"] ?? task.Key, (string?)view["content"] ?? ""))];

    private Task<long> StartAsync(RunOrder order, CancellationToken ct) =>
        order.JobId is { } job ? runs.RunNowAsync(job, order.Body, order.Token, ct) : runs.SubmitAsync(order.Body, order.Token, ct);

    /// <summary>Polls often at first and then less, so that short runs end quickly and long runs need few requests.</summary>
    private async Task<JObject> WaitAsync(RunOrder order, JObject run, IRunWatcher watcher, CancellationToken ct)
    {
        var (id, start, pause) = ((long)run["run_id"]!, clock.GetTimestamp(), FirstPause);
        while (RunState.Of(run) is { End: null } state)
        {
            watcher.Seen(order, state, clock.GetElapsedTime(start));
            await Task.Delay(pause, clock, ct);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            run = await runs.GetAsync(id, ct);
        }

        return run;
    }

    private async Task<RunResult> CollectAsync(RunOrder order, JObject run, CancellationToken ct)
    {
        // The list has one entry for each attempt of a task.
        var last = (run["tasks"] ?? new JArray())
            .OfType<JObject>()
            .GroupBy(task => (string?)task["task_key"], StringComparer.Ordinal)
            .Select(attempts => attempts.MaxBy(attempt => (long?)attempt["attempt_number"] ?? 0)!);
        var outputs = new TaskOutputs(runs);
        return new RunResult
        {
            Order = order,
            RunId = (long)run["run_id"]!,
            PageUrl = PageOf(run),
            State = RunState.Of(run),
            Duration = TaskOutputs.DurationOf(run),
            Tasks = await Task.WhenAll(last.Select(task => outputs.ReadAsync(task, ct))),
        };
    }

    private static RunResult NotBegun(RunOrder order) => Without(order, null, "", RunEnd.Interrupted, "");

    /// <summary>The result of a run without outputs.</summary>
    private static RunResult Without(RunOrder order, long? id, string page, RunEnd end, string message) =>
        new()
        {
            Order = order,
            RunId = id ?? 0,
            PageUrl = page,
            State = new RunState
            {
                LifeCycle = "UNKNOWN",
                End = end,
                Words = "",
                Message = message,
            },
            Duration = TimeSpan.Zero,
            Tasks = [],
        };

    /// <returns>Why it could not be cancelled; null when it could.</returns>
    private async Task<string?> CancelAsync(RunOrder order, long? id, string page, IRunWatcher watcher)
    {
        using var grace = new CancellationTokenSource(Grace, clock);
        try
        {
            // The interrupted request may have started a run. The same token returns that run.
            await runs.CancelAsync(id ?? await StartAsync(order, grace.Token), grace.Token);
            watcher.Cancelled(order, page, null);
            return null;
        }
        catch (Exception e) when (e is WorkspaceApiException or OperationCanceledException)
        {
            var problem = e is WorkspaceApiException ? e.Message : "The workspace did not answer in time.";
            watcher.Cancelled(order, page, problem);
            return problem;
        }
    }

    private static string PageOf(JObject run) => (string?)run["run_page_url"] ?? "";
}
