using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Warehouses;

/// <summary>The SQL warehouses of a workspace. A new one starts, and an edit may start one that is stopped.</summary>
internal sealed class RemoteWarehouses(WarehouseKind kind, WarehousesApi warehouses)
    : RemoteObjects(kind),
        IUpdatable,
        IStoppable,
        IStarts,
        IBusy
{
    /// <summary>Workspaces come with it, and people count on it.</summary>
    private const string Starter = "Serverless Starter Warehouse";

    public required bool IsStopped { get; init; }

    /// <summary>What says on what machines it runs, beside its size. Whether an edit of these restarts it is not known.</summary>
    private static readonly string[] OtherMachines =
    [
        "warehouse_type",
        "enable_serverless_compute",
        "enable_photon",
        "spot_instance_policy",
        "channel",
    ];

    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/sql/warehouses"),
            Update = WriteCall.List("POST /api/2.0/sql/warehouses/{id}/edit"),
            Delete = WriteCall.List("DELETE /api/2.0/sql/warehouses/{id}"),
            Stop = WriteCall.List("POST /api/2.0/sql/warehouses/{id}/stop"),
        };

    /// <remarks>Names are unique, so a second one is refused after a lost answer, and the next run finds the first by its name.</remarks>
    public override Task<string> CreateAsync(AssetWrite write, CancellationToken ct) =>
        warehouses.CreateAsync(Sendable(write.Wanted), ct);

    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var wanted = Sendable(write.Wanted);
        if (MostOf(wanted, write) is { } most)
            wanted[WarehouseSchema.MaxClusters] = most;

        return warehouses.EditAsync(write.Id!, wanted, ct);
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => warehouses.DeleteAsync(id, ct);

    public async Task<string?> BusyAsync(string id, CancellationToken ct) =>
        IsRunning(await warehouses.GetAsync(id, ct)) ? "it is running" : null;

    public Task StopAsync(string id, CancellationToken ct) => warehouses.StopAsync(id, ct);

    /// <remarks>People may be using one that ran before the edit, and it stops by itself.</remarks>
    public bool IsStoppedAfter(LiveAsset? before) => before?.Runs != true;

    public string? StartNote(JObject wanted, LiveAsset? before, IReadOnlyList<FieldChange> fields) =>
        before is null ? "it starts when it is made"
        : before.Runs == true ? Restart(fields)
        : "it is stopped, and the edit may start it";

    private static string? Restart(IReadOnlyList<FieldChange> fields) =>
        fields.Any(field => field.Path == "cluster_size") ? "it is running, and a new size restarts it"
        : fields.Any(field => OtherMachines.Contains(FieldPath.Steps(field.Path).First())) ? "it is running, and the edit may restart it"
        : null;

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => warehouses.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => warehouses.GetAsync(id, ct);

    protected override bool IsGone(JObject answer) => (string?)answer["state"] is "DELETING" or "DELETED";

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string?)answer["name"] ?? "",
            Id = (string)answer["id"]!,
            State = Sendable(answer),
            Creator = (string?)answer["creator_name"],
            Runs = IsRunning(answer),
            IsNeverPruned = (string?)answer["name"] == Starter,
        };

    private static bool IsRunning(JObject answer) => (string?)answer["state"] is "STARTING" or "RUNNING";

    /// <summary>
    /// What the service would make of a most that is not declared, which an edit keeps: as many as the least. One that people raised stays
    /// where the plan says nothing of it.
    /// </summary>
    private static JToken? MostOf(JObject wanted, AssetWrite write)
    {
        if (wanted[WarehouseSchema.MaxClusters] is not null || Number(write.Held, WarehouseSchema.MaxClusters) is not { } held)
            return null;

        var before = Number(write.Held, WarehouseSchema.MinClusters) ?? 1;
        var least = Number(wanted, WarehouseSchema.MinClusters) ?? before;
        var isPlanned = write.ChangedFields.Contains(WarehouseSchema.MaxClusters);
        return isPlanned || held <= before || held < least ? new JValue(least) : null;
    }

    private static long? Number(JObject warehouse, string field) =>
        warehouse[field] is JValue { Value: long number } ? number : null;
}
