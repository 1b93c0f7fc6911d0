using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.InstancePools;

/// <summary>The instance pools of a workspace.</summary>
internal sealed class RemoteInstancePools(InstancePoolKind kind, InstancePoolsApi pools) : RemoteObjects(kind), IUpdatable
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/instance-pools/create"),
            Update = WriteCall.List("POST /api/2.0/instance-pools/edit"),
            Delete = WriteCall.List("POST /api/2.0/instance-pools/delete"),
        };

    public override Task<string> CreateAsync(AssetWrite write, CancellationToken ct) => pools.CreateAsync(Sendable(write.Wanted), ct);

    public Task UpdateAsync(AssetWrite write, CancellationToken ct) => pools.EditAsync(write.Id!, Sendable(write.Wanted), ct);

    public override Task DeleteAsync(string id, CancellationToken ct) => pools.DeleteAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => pools.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => pools.GetAsync(id, ct);

    /// <remarks>A deleted pool that a cluster still names can be read, without its name.</remarks>
    protected override bool IsGone(JObject answer) =>
        (string?)answer["state"] == "DELETED" || string.IsNullOrEmpty((string?)answer["instance_pool_name"]);

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string?)answer["instance_pool_name"] ?? "",
            Id = (string)answer["instance_pool_id"]!,
            State = Sendable(answer),
        };
}
