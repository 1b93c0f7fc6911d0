using System.Diagnostics.CodeAnalysis;
using System.Text;
using Layercake.LocalCloud.Apis.Jobs.Notebooks;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Has notebooks executed when their turn comes, a few at a time, and stops them with their runs.</summary>
internal sealed class NotebookExecutor(RunStore runs, NotebookRunner runner, CloudState state, RunFailures failures) : IAsyncDisposable
{
    /// <summary>What no notebook may take on somebody's laptop, whatever its task allows.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim places = new(Math.Max(2, Environment.ProcessorCount));
    private readonly Dictionary<long, (CancellationTokenSource Stop, Task Work)> active = [];
    private bool ended;

    /// <summary>Starts the work of an attempt whose turn is known, and stops that of one that was told to.</summary>
    public void Look(TaskSpan span, long now)
    {
        var id = span.Attempt.Number("run_id")!.Value;
        var until = Math.Min(span.Stopping ?? long.MaxValue, span.End);
        lock (gate)
        {
            if (active.TryGetValue(id, out var running) && now >= until)
                running.Stop.Cancel();
            if (running.Work is not null || ended || !span.Executed || now >= until)
                return;

            var stop = new CancellationTokenSource();
            active[id] = (stop, Task.Run(() => WorkAsync(id, stop), CancellationToken.None));
        }
    }

    /// <summary>Stops everything; what comes later may start again.</summary>
    public void StopAll()
    {
        lock (gate)
            foreach (var (stop, _) in active.Values)
                stop.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (gate)
        {
            ended = true;
            left = [.. active.Values.Select(running => running.Work)];
        }

        StopAll();
        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        places.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails: without an end, the run would wait for ever.")]
    private async Task WorkAsync(long id, CancellationTokenSource stop)
    {
        try
        {
            if (runs.FindTask(id) is { } found && found.Span.Running > state.Now)
                await Task.Delay(TimeSpan.FromMilliseconds(found.Span.Running - state.Now), state.Clock, stop.Token);

            await places.WaitAsync(stop.Token);
            try
            {
                await ExecuteAsync(id, stop);
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run's own document says what became of it.
        }
        catch (Exception e)
        {
            runs.Finish(id, failures.Outcome(id, e));
        }
        finally
        {
            lock (gate)
                active.Remove(id);
            stop.Dispose();
        }
    }

    private async Task ExecuteAsync(long id, CancellationTokenSource stop)
    {
        if (runs.FindTask(id) is not { } found)
            return;

        var order = Order(found.Run, found.Span);
        runs.Begin(id);
        var end = Math.Min(found.Span.Stopping ?? long.MaxValue, found.Span.End);
        var left = end == long.MaxValue ? Longest : TimeSpan.FromMilliseconds(Math.Max(0, end - state.Now));
        using var limit = new CancellationTokenSource(left < Longest ? left : Longest, state.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token);
        try
        {
            runs.Finish(id, Document(await runner.RunAsync(order, both.Token)));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // At an end of its own the run's document says that it took too long.
            if (left >= Longest)
                runs.Finish(
                    id,
                    Document(NotebookOutcome.Failed($"The local cloud lets no notebook run longer than {Longest.TotalMinutes:0} minutes."))
                );
        }
    }

    private NotebookOrder Order(JObject run, TaskSpan span)
    {
        var notebook = RunViews.TaskOf(run, span).Object("notebook_task")!;

        // What a run is given counts for more than what its task declares.
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var given in new[]
            {
                notebook.Object("base_parameters"),
                run.Object("overriding_parameters")?.Object("notebook_params"),
            }.OfType<JObject>()
        )
            foreach (var parameter in given.Properties())
                parameters[parameter.Name] = ForEach.TextOf(parameter.Value);
        foreach (var parameter in run.Objects("job_parameters"))
            parameters[parameter.Text("name")!] = parameter.Text("value") ?? "";

        return new NotebookOrder(notebook.Text("notebook_path")!, parameters, TaskValues.ByTask(runs.Timeline(run), state.Now));
    }

    private JObject Document(NotebookOutcome outcome)
    {
        var document = new JObject
        {
            ["result_state"] = outcome.Error is null ? "SUCCESS" : "FAILED",
            ["task_values"] = outcome.TaskValues,
            ["view"] = state.PutBlob(Encoding.UTF8.GetBytes(outcome.Cells.ToString(Formatting.None))),
        };
        foreach (var (name, text) in new[] { ("exit_value", outcome.ExitValue), ("error", outcome.Error), ("error_trace", outcome.Trace) })
            if (text is not null)
                document[name] = text;
        if (outcome.Simulated is { } reason)
            document["info"] = NotebookOutcome.SimulatedBecause(reason);

        return document;
    }
}
