using System.Collections.Concurrent;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>Waits for continuous pipelines that a run has made, which start by themselves.</summary>
internal sealed class PipelineStart(PipelinesApi pipelines, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);

    /// <summary>What has not begun to start by then is left as it is.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, DateTimeOffset> made = new(StringComparer.Ordinal);

    public void Begun(string id, JObject wanted)
    {
        if (wanted["continuous"] is JValue { Value: true })
            made[id] = clock.GetUtcNow();
    }

    /// <exception cref="NotReadyException">It failed, or takes too long.</exception>
    public async Task WaitAsync(string id, CancellationToken ct)
    {
        if (!made.TryRemove(id, out var begun))
            return;

        for (var delay = TimeSpan.FromSeconds(1); ; delay = TimeSpan.FromSeconds(Math.Min(20, delay.TotalSeconds * 2)))
        {
            var pipeline = await pipelines.GetAsync(id, ct);
            var (state, waited) = ((string?)pipeline["state"], clock.GetUtcNow() - begun);
            if (state == "RUNNING" || (state is null or "IDLE" && waited >= LongestRest))
                return;
            if (state == "FAILED")
                throw new NotReadyException(
                    $"it is continuous, and failed when it started: {(string?)pipeline["cause"] ?? "the service does not say why"}. "
                        + "Look at its events in its page."
                );
            if (waited >= LongestWait)
                throw new NotReadyException(
                    $"it is continuous, and {state} {LongestWait.TotalMinutes:0} minutes after it was made. Look at its events in its page."
                );

            await Task.Delay(delay, clock, ct);
        }
    }
}
