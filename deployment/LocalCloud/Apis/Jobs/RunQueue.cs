using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The unfinished runs of each job, and when those that wait may begin.</summary>
/// <remarks>
/// A waiting run begins at the moment a place got free, even when nobody looks until later, and never before those that came earlier.
/// Until the next run ends there is nothing to do, so looking at a long queue costs no more than at a short one. Callers hold the store's
/// lock.
/// </remarks>
internal sealed class RunQueue(RunStore store, Table runs, CloudState state)
{
    private readonly Dictionary<long, JobConcurrency> lines = [];

    /// <summary>Also for runs that are over when a stopped cloud starts again: another may have waited for their end.</summary>
    public void Enter(string key, JObject run)
    {
        if (run.Flag("skipped"))
            return;

        var job = run.Number("job_id")!.Value;
        if (!lines.TryGetValue(job, out var line))
            lines[job] = line = new JobConcurrency();

        if (IsWaiting(run))
            line.Wait(key);
        else
            line.Begun.Add(key);
        line.SettledUntil = 0;
    }

    public void Clear() => lines.Clear();

    /// <summary>To be called when a run was told to stop: it ends sooner, or will not begin.</summary>
    public void Stopped(string key, JObject run)
    {
        if (!lines.TryGetValue(run.Number("job_id")!.Value, out var line))
            return;

        if (!IsWaiting(run))
            line.Leave(key);
        line.SettledUntil = 0;
    }

    /// <summary>To be called when the end of a run became known or moved.</summary>
    public void Changed(JObject run)
    {
        if (lines.TryGetValue(run.Number("job_id")!.Value, out var line))
            line.SettledUntil = 0;
    }

    public int Active(long job) => lines.GetValueOrDefault(job)?.Count ?? 0;

    public IReadOnlyList<JObject> Unfinished(long? job)
    {
        Settle(job);
        var keys = job is { } one ? lines.GetValueOrDefault(one)?.Keys ?? [] : lines.Values.SelectMany(line => line.Keys);
        return [.. keys.Select(runs.Get).OfType<JObject>()];
    }

    /// <summary>Lets waiting runs begin, in the order they came, and forgets those that are over.</summary>
    /// <param name="job">Of one job, or of all.</param>
    public void Settle(long? job)
    {
        foreach (var id in job is { } one ? [one] : lines.Keys.ToList())
            if (lines.TryGetValue(id, out var line) && line.SettledUntil <= state.Now)
                Settle(id, line);
    }

    private void Settle(long job, JobConcurrency line)
    {
        var now = state.Now;
        var ends = new PriorityQueue<string, long>(line.Begun.Select(key => (key, EndOf(key))));
        var free = 0L;
        while (line.First() is { } key)
        {
            if (runs.Get(key) is not { } run)
            {
                line.Leave(key);
                continue;
            }

            free = Math.Max(free, run.Number(RunStore.TimeField)!.Value);
            while (ends.TryPeek(out _, out var end) && (end <= free || ends.Count >= run.Number("max_concurrent_runs")))
            {
                free = Math.Max(free, end);
                ends.Dequeue();
            }

            if (free > now)
                break;

            var begun = Begin(key, run, free);
            line.Leave(key);
            line.Begun.Add(key);
            ends.Enqueue(key, store.Timeline(begun).Last.End);
        }

        line.Begun.RemoveAll(key => EndOf(key) <= now);
        line.SettledUntil = line.Begun.Select(EndOf).DefaultIfEmpty(long.MaxValue).Min();
        if (line.Count == 0)
            lines.Remove(job);
    }

    private JObject Begin(string key, JObject run, long time)
    {
        var begun = run.Copy();
        begun.Objects("phases").First()["start_time"] = time;
        store.Index.Replace(key, begun);
        store.Advance(key);
        return begun;
    }

    /// <summary>A run that others took out of the table has ended.</summary>
    private long EndOf(string key) => runs.Get(key) is { } run ? store.Timeline(run).Last.End : 0;

    private bool IsWaiting(JObject run) => store.Timeline(run).Last is { Begin: null, Stopping: null };
}
