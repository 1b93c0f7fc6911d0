using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The unfinished runs of each job, and when those that wait may begin.</summary>
/// <remarks>A waiting run begins at the moment a place got free, even when nobody looks until later. Callers hold the store's lock.</remarks>
internal sealed class RunQueue(RunStore store, Table runs, CloudState state)
{
    private readonly Dictionary<long, List<string>> unfinished = [];

    /// <summary>Also for runs that are over when a stopped cloud starts again: another may have waited for their end.</summary>
    public void Enter(string key, JObject run)
    {
        if (run.Flag("skipped"))
            return;

        var job = run.Number("job_id")!.Value;
        if (!unfinished.TryGetValue(job, out var keys))
            unfinished[job] = keys = [];

        keys.Add(key);
    }

    public int Active(long job) => unfinished.GetValueOrDefault(job)?.Count ?? 0;

    public IReadOnlyList<JObject> Unfinished(long? job)
    {
        if (job is { } one)
            Settle(one);
        else
            SettleAll();

        var keys = job is { } single ? unfinished.GetValueOrDefault(single) ?? [] : unfinished.Values.SelectMany(held => held);
        return [.. keys.Select(runs.Get).OfType<JObject>()];
    }

    public void SettleAll()
    {
        foreach (var job in unfinished.Keys.ToList())
            Settle(job);
    }

    /// <summary>Lets waiting runs of a job begin, in the order they came, and forgets those that are over.</summary>
    public void Settle(long job)
    {
        if (!unfinished.TryGetValue(job, out var keys))
            return;

        var now = state.Now;
        var begun = new List<(long Begin, long End)>();
        var blocked = false;
        foreach (var key in keys)
        {
            if (runs.Get(key) is not { } run)
                continue;

            if (IsWaiting(run) && !blocked)
                (run, blocked) = Begin(key, run, begun, now);
            if (store.Timeline(run).Last is { Begin: { } begin } last)
                begun.Add((begin, last.End));
        }

        keys.RemoveAll(key => runs.Get(key) is not { } run || store.State(run).IsOver);
        if (keys.Count == 0)
            unfinished.Remove(job);
    }

    private (JObject Run, bool Blocked) Begin(string key, JObject run, IReadOnlyList<(long Begin, long End)> begun, long now)
    {
        var since = run.Number(RunStore.TimeField)!.Value;
        var limit = run.Number("max_concurrent_runs")!.Value;
        var free = begun.Select(other => other.End).Where(end => end > since).Append(since).Order()
            .Where(time => begun.Count(other => other.Begin <= time && time < other.End) < limit)
            .Select(time => (long?)time)
            .FirstOrDefault();
        if (free is null || free > now)
            return (run, true);

        var started = run.Copy();
        started.Objects("phases").First()["start_time"] = free;
        store.Index.Replace(key, started);
        return (started, false);
    }

    private bool IsWaiting(JObject run) => store.Timeline(run).Last is { Begin: null, Stopping: null };
}
