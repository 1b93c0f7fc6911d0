using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Faults;

/// <summary>What goes wrong on purpose: latency for all requests, and rules for some.</summary>
internal sealed class FaultInjector(TimeProvider clock)
{
    private readonly Lock gate = new();
    private ArmedFault[] faults = [];
    private TaskCompletionSource held = NewSignal();

    /// <summary>Waited before every request but admin calls.</summary>
    public TimeSpan Latency { get; set; }

    public void Add(FaultRule rule)
    {
        lock (gate)
            faults = [.. faults, new ArmedFault(rule, clock)];
    }

    /// <summary>Nothing goes wrong any more; latency stays.</summary>
    public void Clear()
    {
        lock (gate)
            (faults, held) = ([], NewSignal());
    }

    /// <summary>Ends once a rule holds a request: who is to be killed in the middle of it is there.</summary>
    public Task WhenHeldAsync(CancellationToken ct) => held.Task.WaitAsync(ct);

    public JArray List() => new(faults.Select(fault => fault.ToJson()));

    /// <summary>Answers through the rules, in the order they were given: delays add up, the first other one decides.</summary>
    /// <param name="target">Path and query, as sent.</param>
    /// <returns>Null when the connection is to be dropped without an answer.</returns>
    public async Task<ApiResponse?> AroundAsync(
        string method,
        string path,
        string target,
        Func<Task<ApiResponse>> answer,
        CancellationToken ct
    )
    {
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, clock, ct);

        var armed = faults;
        foreach (var fault in armed)
        {
            if (fault.OldAnswer(method, path, target) is { } old)
                return old;

            if (!fault.Applies(method, path, target))
                continue;

            if (fault.Rule.Action != FaultAction.Delay)
                return await InsteadAsync(fault.Rule, path, answer, ct);

            await Task.Delay(fault.Rule.Delay, clock, ct);
        }

        var truth = await answer();
        foreach (var fault in armed)
            fault.Observe(method, path, target, truth);

        return truth;
    }

    /// <summary>What a rule that is no delay makes of a request.</summary>
    private async Task<ApiResponse?> InsteadAsync(FaultRule rule, string path, Func<Task<ApiResponse>> answer, CancellationToken ct)
    {
        if (rule.Action is FaultAction.DropAfter or FaultAction.HoldAfter)
            await answer();

        return rule.Action switch
        {
            FaultAction.DropBefore or FaultAction.DropAfter => null,
            FaultAction.HoldBefore or FaultAction.HoldAfter => await HoldAsync(ct),
            _ => rule.AnswerTo(path),
        };
    }

    private async Task<ApiResponse?> HoldAsync(CancellationToken ct)
    {
        held.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        return null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
