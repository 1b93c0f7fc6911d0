using System.Globalization;
using System.Runtime.CompilerServices;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>
/// The runs of the workspace, kept as what was decided and when; nothing here needs a timer, so a restarted cloud just goes on.
/// </summary>
internal sealed class RunStore
{
    public const string TimeField = "start_time";

    private readonly Lock gate = new();
    private readonly CloudState state;
    private readonly RunTiming timing;
    private readonly Table runs;
    private readonly RunQueue queue;
    private readonly Dictionary<long, string> parents = [];
    private readonly ConditionalWeakTable<JObject, RunTimeline> timelines = [];

    public RunStore(CloudState state, RunTiming timing)
    {
        (this.state, this.timing) = (state, timing);
        runs = state.Table("runs");
        Tokens = new RunTokens(state.Table("run-tokens"), runs, gate);
        Index = new NewestFirst(runs, run => run.Text("job_id")!);
        queue = new RunQueue(this, runs, state);
    }

    public NewestFirst Index { get; }

    public RunTokens Tokens { get; }

    /// <summary>Set once, before the first run is made.</summary>
    public RunProgress? Progress { get; set; }

    public RunTimeline Timeline(JObject run) => timelines.GetValue(run, RunTimeline.Of);

    public RunState State(JObject run) => RunStates.Of(run, Timeline(run), state.Now);

    /// <summary>Brings the queue of one job, or of all, up to now; for lists, which look at many runs.</summary>
    public void Settle(long? job)
    {
        lock (gate)
            queue.Settle(job);
    }

    /// <summary>To be called when a run has begun that waited: what it executes can start.</summary>
    public void Advance(string key)
    {
        if (Progress is null || runs.Get(key) is not { } run)
            return;

        var resolved = Progress.Resolved(run, Timeline, state.Now);
        if (resolved != run)
        {
            Index.Replace(key, resolved);
            Remember(key, resolved);
            queue.Changed(resolved);
        }

        Progress.Look(Timeline(resolved), state.Now);
    }

    /// <summary>The run of that id, as it is now.</summary>
    public JObject Get(long id) => Find(Key(id)) ?? throw Missing(id);

    /// <summary>The run that holds a task run of that id, and that attempt.</summary>
    public (JObject Run, TaskSpan Span)? FindTask(long id)
    {
        string? key;
        lock (gate)
            key = parents.GetValueOrDefault(id);

        return key is not null && Find(key) is { } run && Timeline(run).Attempts.TryGetValue(id, out var span) ? (run, span) : null;
    }

    /// <summary>Starts a run, queues it, or skips it, as its job's limit allows.</summary>
    /// <param name="run">Complete but for its times; becomes the stored document.</param>
    public long Add(JObject run, bool mayQueue)
    {
        lock (gate)
        {
            var (id, job, limit) = (run.Number("run_id")!.Value, run.Number("job_id")!.Value, run.Number("max_concurrent_runs")!.Value);
            queue.Settle(job);
            var free = queue.Active(job) < limit;
            run[TimeField] = state.Now;
            if (free || !mayQueue || limit == 0)
                run.Objects("phases").First()["start_time"] = state.Now;
            if (!free && (!mayQueue || limit == 0))
                run["skipped"] = true;

            Index.Add(Key(id), run);
            Remember(Key(id), run);
            queue.Enter(Key(id), run);
            Advance(Key(id));
            return id;
        }
    }

    /// <summary>Notes of an executed task that it has begun.</summary>
    public void Begin(long attempt) => Change(attempt, work => work["started"] = true);

    /// <summary>Notes how an executed task ended.</summary>
    /// <param name="outcome">What its work gets in addition: <c>result_state</c>, <c>exit_value</c> and so on.</param>
    public void Finish(long attempt, JObject outcome) =>
        Change(
            attempt,
            work =>
            {
                work.Merge(outcome);
                work[TaskWork.FinishedTime] = state.Now;
            }
        );

    /// <summary>
    /// To be called when the table may hold other runs than before, at a start or a reset: ends what was being executed when an earlier
    /// cloud on this state ended, and goes on with the others.
    /// </summary>
    public void Resume()
    {
        lock (gate)
        {
            parents.Clear();
            queue.Clear();
            foreach (var (key, run) in runs.All().OrderBy(entry => (long)entry.Value[NewestFirst.OrderField]!))
            {
                Remember(key, run);
                queue.Enter(key, run);
            }

            foreach (var (key, run) in runs.All().Where(entry => !State(entry.Value).IsOver))
            {
                foreach (
                    var attempt in RunAttempts
                        .All(run)
                        .Where(attempt =>
                            attempt.Object("work") is { } work && work.Flag("started") && !work.ContainsKey(TaskWork.FinishedTime)
                        )
                )
                    Finish(
                        attempt.Number("run_id")!.Value,
                        new JObject
                        {
                            ["result_state"] = RunStates.InternalError,
                            ["error"] = "The local cloud ended while this notebook was running.",
                        }
                    );
                Advance(key);
            }
        }
    }

    /// <summary>Tells a run to stop; a run that is over stays as it is.</summary>
    public void Cancel(long id)
    {
        lock (gate)
        {
            var run = Get(id);
            if (State(run).LifeCycle is "TERMINATED" or "SKIPPED" or "TERMINATING" or RunStates.InternalError)
                return;

            var stopped = run.Copy();
            var phase = stopped.Objects("phases").Last();
            phase["cancelled_time"] = state.Now;
            if (phase.ContainsKey("start_time"))
                phase["released_time"] = state.Now + (long)timing.Cleanup.TotalMilliseconds;

            Index.Replace(Key(id), stopped);
            queue.Stopped(Key(id), stopped);
            Advance(Key(id));
        }
    }

    /// <param name="job">Of one job, or of all.</param>
    public void CancelAll(long? job, bool queuedOnly)
    {
        lock (gate)
            foreach (var run in queue.Unfinished(job))
                if (!queuedOnly || State(run).LifeCycle == "QUEUED")
                    Cancel(run.Number("run_id")!.Value);
    }

    public void Delete(long id)
    {
        lock (gate)
        {
            JobChecks.Require(State(Get(id)).IsOver, $"Run {id} is active and cannot be deleted. Cancel it first.");
            Index.Remove(Key(id));
        }
    }

    /// <param name="repaired">Gets the run as it is and gives it with one phase more.</param>
    public void Repair(long id, Func<JObject, JObject> repaired)
    {
        lock (gate)
        {
            var run = repaired(Get(id));
            Index.Replace(Key(id), run);
            Remember(Key(id), run);
            queue.Enter(Key(id), run);
            Advance(Key(id));
        }
    }

    public static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static ApiError Missing(long id) => ApiError.InvalidParameter($"Run {id} does not exist.");

    private void Change(long attempt, Action<JObject> change)
    {
        lock (gate)
        {
            if (parents.GetValueOrDefault(attempt) is not { } key || runs.Get(key) is not { } stored)
                return;

            var run = stored.Copy();
            change(RunAttempts.Find(run, attempt)!.Object("work")!);
            Index.Replace(key, run);
            queue.Changed(run);
            queue.Settle(run.Number("job_id")!.Value);
            Advance(key);
        }
    }

    private JObject? Find(string key)
    {
        lock (gate)
        {
            if (runs.Get(key) is { } run)
                queue.Settle(run.Number("job_id")!.Value);
            Advance(key);

            return runs.Get(key);
        }
    }

    private void Remember(string key, JObject run)
    {
        foreach (var attempt in RunAttempts.All(run))
            parents[attempt.Number("run_id")!.Value] = key;
    }
}
