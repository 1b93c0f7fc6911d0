using Layercake.LocalCloud.Apis.Objects;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Warehouses;

/// <summary>What time does to a warehouse. Nothing ticks: its state is worked out when it is looked at.</summary>
internal static class WarehouseLife
{
    private const string State = "state";
    private const string Since = "since";

    private static readonly TimeSpan starting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan stopping = TimeSpan.FromSeconds(0.3);

    public static JObject Started(long now) => new() { [State] = "STARTING", [Since] = now };

    public static string StateOf(StoredObject warehouse, long now)
    {
        var (state, since) = ((string)warehouse.Facts[State]!, (long)warehouse.Facts[Since]!);
        if (state == "STARTING" && now >= since + starting.TotalMilliseconds)
            (state, since) = ("RUNNING", since + (long)starting.TotalMilliseconds);
        if (state == "RUNNING" && (long)warehouse.Spec["auto_stop_mins"]! is var idle and > 0 && now >= since + idle * 60_000)
            (state, since) = ("STOPPING", since + idle * 60_000);

        return state == "STOPPING" && now >= since + stopping.TotalMilliseconds ? "STOPPED" : state;
    }

    /// <summary>Starts it unless it runs or is about to.</summary>
    public static StoredObject Start(StoredObject warehouse, long now) =>
        StateOf(warehouse, now) is "STARTING" or "RUNNING" ? warehouse : Enter(warehouse, "STARTING", now);

    /// <summary>Stops it unless it is stopped or about to be.</summary>
    public static StoredObject Stop(StoredObject warehouse, long now) =>
        StateOf(warehouse, now) is "STOPPING" or "STOPPED" ? warehouse : Enter(warehouse, "STOPPING", now);

    /// <summary>What runs starts anew.</summary>
    public static StoredObject Restart(StoredObject warehouse, long now) =>
        StateOf(warehouse, now) is "RUNNING" ? Enter(warehouse, "STARTING", now) : warehouse;

    private static StoredObject Enter(StoredObject warehouse, string state, long now) =>
        warehouse.WithFact(State, state).WithFact(Since, now);
}
