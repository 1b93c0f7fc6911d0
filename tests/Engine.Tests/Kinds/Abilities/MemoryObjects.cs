using System.Collections.Concurrent;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>The remote half of a small kind, without any ability.</summary>
internal class MemoryObjects(MemoryService service, MemoryKind? kind = null) : RemoteObjects(kind ?? new MemoryKind())
{
    public MemoryService Service { get; } = service;

    /// <summary>What creations and updates were told.</summary>
    public ConcurrentQueue<AssetWrite> Writes { get; } = new();

    /// <summary>None: its service is in memory.</summary>
    public override WriteCalls Calls { get; } = new() { Create = [] };

    public override Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        Writes.Enqueue(write);
        return Task.FromResult(Service.Create(Sendable(write.Wanted), write.Nonce!));
    }

    public override Task DeleteAsync(string id, CancellationToken ct)
    {
        Service.Delete(id);
        return Task.CompletedTask;
    }

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => Service.List().ToAsyncEnumerable();

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => Task.FromResult(Service.Get(id));

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string)answer["name"]!,
            Id = (string)answer["id"]!,
            State = Sendable(answer),
            Etag = (string)answer["version"]!,
        };
}

/// <summary>Objects that can be changed.</summary>
internal class UpdatableObjects(MemoryService service, MemoryKind? kind = null) : MemoryObjects(service, kind), IUpdatable
{
    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        Writes.Enqueue(write);
        Service.Update(write.Id!, Sendable(write.Wanted));
        return Task.CompletedTask;
    }
}

/// <summary>Objects that are ready some time after a write, and can be stopped.</summary>
internal sealed class WaitedForObjects(MemoryService service, MemoryKind? kind = null)
    : UpdatableObjects(service, kind),
        IWaits,
        IStoppable
{
    public bool IsStopped => true;

    /// <summary>Until what an object of that name is not ready.</summary>
    public Func<string, CancellationToken, Task> Ready { get; set; } = (_, _) => Task.CompletedTask;

    public async Task WaitAsync(string id, CancellationToken ct)
    {
        var name = (string)Service.Get(id)["name"]!;
        await Ready(name, ct);
        Service.Note($"ready {name}");
    }

    public Task StopAsync(string id, CancellationToken ct)
    {
        Service.Note($"stop {id}");
        return Task.CompletedTask;
    }
}

/// <summary>Objects that hold data.</summary>
internal sealed class FilledObjects(MemoryService service) : MemoryObjects(service), IHoldsData
{
    public string Data => "the notes in it";
}

/// <summary>Objects of which a listing shows id and name alone.</summary>
internal sealed class ObjectsListedInPart(MemoryService service, MemoryKind? kind = null) : UpdatableObjects(service, kind)
{
    /// <summary>The ids that were asked for, in no particular order.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    public int Listings { get; private set; }

    /// <summary>An id that may not be read.</summary>
    public string? Forbidden { get; set; }

    protected override bool IsListedInPart => true;

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct)
    {
        Listings++;
        return Service
            .List()
            .Select(document => new JObject
            {
                ["id"] = document["id"],
                ["name"] = document["name"],
                ["version"] = document["version"],
            })
            .ToAsyncEnumerable();
    }

    protected override Task<JObject> GetAsync(string id, CancellationToken ct)
    {
        Reads.Enqueue(id);
        return id == Forbidden
            ? throw new WorkspaceApiException("not yours")
            {
                Method = "GET",
                Path = "/memory/get",
                Status = 403,
                ErrorCode = "PERMISSION_DENIED",
            }
            : base.GetAsync(id, ct);
    }
}

/// <summary>Objects that lie in a trash when they were deleted.</summary>
internal sealed class RestorableObjects(MemoryService service, MemoryKind? kind = null) : UpdatableObjects(service, kind), ITrash
{
    public bool IsInTrash(JObject answer) => MemoryService.IsInTrash(answer);
}
