using System.Text.Json.Nodes;
using Microsoft.Azure.Databricks.Client;

namespace Layercake.Bench.Clients;

/// <summary>The calls of one file, in order: a later one may use what earlier ones answered.</summary>
internal sealed class Family(JsonNode list, DatabricksClient client, Cloud cloud)
{
    private const int Attempts = 100;

    private readonly JsonObject known = new() { ["cloud"] = cloud.Description.DeepClone() };

    public int Calls { get; private set; }

    public int Wrong { get; private set; }

    /// <summary>Makes all calls and gives what is wrong.</summary>
    public async IAsyncEnumerable<string> RunAsync()
    {
        var calls = list["calls"]!.AsArray();
        foreach (var call in calls)
        {
            Calls++;
            var complaints = await ComplaintsAsync(call!.AsObject());
            Wrong += complaints.Count > 0 ? 1 : 0;
            foreach (var complaint in complaints)
                yield return $"call {Calls}, {call["call"]}: {complaint}";
        }

        var called = calls.Select(call => ((string)call!["call"]!).Split('(')[0]);
        var leftOut = (list["left_out"]?.AsObject() ?? []).Select(entry => entry.Key);
        foreach (var method in Methods().Except(called).Except(leftOut).Order(StringComparer.Ordinal))
        {
            Wrong++;
            yield return $"{method} is not called; call it, or say why not under left_out";
        }
    }

    private IEnumerable<string> Methods() =>
        from service in list["services"]!.AsArray().Select(service => (string)service!)
        from method in Invocation.Service(client, service).Type.GetMethods()
        select $"{service}.{method.Name}";

    private async Task<IReadOnlyList<string>> ComplaintsAsync(JsonObject call)
    {
        var expected = (string?)call["error"];
        JsonNode? seen;
        try
        {
            seen = await CallAsync(call, Values.Resolve(call["with"], known)?.AsObject() ?? []);
        }
        catch (ClientApiException refusal) when (expected is not null)
        {
            return $"{(int)refusal.StatusCode}" == expected ? [] : [$"{(int)refusal.StatusCode} {refusal.Message}"];
        }
        catch (Exception error) // whatever the client makes of an answer belongs to the result
        {
            return [$"{error.GetType().Name}: {error.Message}"];
        }

        if ((string?)call["as"] is { } name)
            known[name] = seen?.DeepClone();

        string[] unexpected = expected is null ? [] : [$"succeeded, and {expected} was expected"];
        return
        [
            .. unexpected,
            .. (Values.Resolve(call["expect"], known)?.AsObject() ?? [])
                .Concat(call["until"]?.AsObject() ?? [])
                .Where(entry => !Values.Holds(seen, entry.Key, entry.Value))
                .Select(entry => $"{entry.Key} is not {entry.Value?.ToJsonString() ?? "null"} in {seen?.ToJsonString() ?? "nothing"}"),
        ];
    }

    /// <summary>Sets the clock ahead before a call that says so, and repeats a call that waits for something.</summary>
    private async Task<JsonNode?> CallAsync(JsonObject call, JsonObject arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (call["after"] is { } seconds)
                await cloud.AdvanceAsync((int)seconds);

            var seen = await Invocation.CallAsync(client, (string)call["call"]!, arguments);
            var until = call["until"]?.AsObject() ?? [];
            if (attempt == Attempts || until.All(entry => Values.Holds(seen, entry.Key, entry.Value)))
                return seen;

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }
}
