using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Faults;

/// <summary>A rule at work: how often it still applies, and what it has seen.</summary>
internal sealed class ArmedFault(FaultRule rule, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ApiResponse> before = new(StringComparer.Ordinal);
    private int toSkip = rule.Skip;
    private int applied;
    private int staleReads;
    private double allowance = rule.Burst;
    private long refilled = clock.GetTimestamp();

    public FaultRule Rule => rule;

    /// <summary>Whether this request is one that the rule is for; counts it if so.</summary>
    public bool Applies(string method, string path, string target)
    {
        if (rule.Action == FaultAction.Stale || !rule.Matches(method, path, target))
            return false;

        lock (gate)
        {
            if (toSkip > 0)
            {
                toSkip--;
                return false;
            }

            if (rule.Times is { } times && applied >= times || rule.Action == FaultAction.Throttle && Allows())
                return false;

            applied++;
            return true;
        }
    }

    /// <summary>What a read is to show instead of the truth, or null.</summary>
    public ApiResponse? OldAnswer(string method, string path, string target)
    {
        if (rule.Action != FaultAction.Stale || method != "GET" || !rule.Matches(method, path, target))
            return null;

        lock (gate)
        {
            if (staleReads == 0 || !before.TryGetValue(target, out var answer))
                return null;

            staleReads--;
            applied++;
            return answer;
        }
    }

    /// <summary>Remembers what reads showed, and that a write happened since; asking for a token is none.</summary>
    public void Observe(string method, string path, string target, ApiResponse answer)
    {
        if (rule.Action != FaultAction.Stale || ServiceName.Of(path) == "entra")
            return;

        lock (gate)
            if (method is not ("GET" or "HEAD"))
                staleReads = answer.Status < 300 ? rule.Times ?? int.MaxValue : staleReads;
            else if (rule.Matches(method, path, target))
                before[target] = answer;
    }

    public JObject ToJson()
    {
        lock (gate)
            return new JObject(rule.Source) { ["applied"] = applied };
    }

    private bool Allows()
    {
        var now = clock.GetTimestamp();
        allowance = Math.Min(rule.Burst, allowance + clock.GetElapsedTime(refilled, now).TotalSeconds * rule.Rate);
        refilled = now;
        if (allowance < 1)
            return false;

        allowance--;
        return true;
    }
}
