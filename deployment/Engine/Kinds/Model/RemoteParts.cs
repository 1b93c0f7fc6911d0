using System.Collections.Concurrent;
using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>The remote half of a kind whose assets are parts of other objects. Nothing is created and deleted: a part is there with its
/// object, and is brought to what Git says.</summary>
internal abstract class RemoteParts(PartKind kind) : RemoteKind, IUpdatable, IPartOfObjects
{
    public override PartKind Kind { get; } = kind;

    public bool IsPermission => Kind.IsPermission;

    /// <summary>Without the ids of the objects there is nothing to ask for.</summary>
    public override Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    ) => Task.FromResult<IReadOnlyList<LiveAsset>>([]);

    public async Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, ManifestEntry> unread,
        Func<string, string, PartObject?> objectOf,
        CancellationToken ct
    )
    {
        var asked = declared
            .Where(declaration => !unread.ContainsKey(declaration.Name))
            .Select(declaration => (Declaration: declaration, Object: ObjectOf(declaration)))
            .Where(part => part.Object is not null)
            .ToList();
        var read = await ReaderOfAsync(asked.Count, ct);
        var found = await Task.WhenAll(
            asked.Select(part => TryReadAsync(part.Declaration.Name, part.Declaration.Content, part.Object!, read, null, ct))
        );
        return
        [
            .. declared.Select(declaration => unread.GetValueOrDefault(declaration.Name)).OfType<ManifestEntry>().Select(AsRecorded),
            .. found.OfType<LiveAsset>(),
        ];

        PartObject? ObjectOf(Declaration declaration)
        {
            var (field, value) = Named(declaration.Content);
            return HasIds(field) ? objectOf(field, value) : new PartObject(field, value);
        }
    }

    public override async Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct)
    {
        var refused = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var found = await Task.WhenAll(
            written.Select(asset =>
            {
                var (field, id) = Named(asset.Sent);
                return TryReadAsync(asset.Id, asset.Sent, new PartObject(field, id), ReadAsync, refused, ct);
            })
        );
        return new ObjectsById([.. found.OfType<LiveAsset>()], refused);
    }

    /// <summary>Parts of objects that are gone, or have another id by now, are not there.</summary>
    public override Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    ) => Task.FromResult(new ObjectsById([]));

    /// <summary>Parts are exported with their objects.</summary>
    public override Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        Task.FromResult(new FoundAssets([]));

    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        await UpdateAsync(write, ct);
        return write.Declaration.Name;
    }

    public abstract Task UpdateAsync(AssetWrite write, CancellationToken ct);

    /// <summary>A part goes with its object.</summary>
    public override Task DeleteAsync(string id, CancellationToken ct) =>
        throw new NotSupportedException($"What is deleted of {Name} goes with its object.");

    /// <summary>Reads the part of one object.</summary>
    protected abstract Task<JObject> ReadAsync(PartObject of, CancellationToken ct);

    /// <summary>How this many parts are read before a plan is made: one by one, where the kind knows no better.</summary>
    protected virtual Task<Func<PartObject, CancellationToken, Task<JObject>>> ReaderOfAsync(int parts, CancellationToken ct) =>
        Task.FromResult<Func<PartObject, CancellationToken, Task<JObject>>>(ReadAsync);

    /// <summary>See <see cref="LiveAsset.Warning"/>.</summary>
    protected virtual string? WarningOf(JObject state) => null;

    /// <summary>Adds to what was read which entries the service gives by itself: see <see cref="PartKind.GivenByService"/>.</summary>
    /// <param name="content">The part as it is declared.</param>
    protected virtual Task AddGivenByServiceAsync(JObject content, JObject state, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Whether whoever signed in only plans, so that the part may be one that only whoever deploys may see.</summary>
    protected virtual Task<bool> PlansForAnotherAsync(CancellationToken ct) => Task.FromResult(false);

    /// <summary>Whether this field of a part says which object it is about.</summary>
    protected abstract bool NamesObject(string field);

    /// <summary>Whether the objects that the field names have ids.</summary>
    protected virtual bool HasIds(string field) => true;

    /// <summary>The field that says which object the part is of, and its id, name or path.</summary>
    protected (string Field, string Value) Named(JObject content)
    {
        var field = content.Properties().First(property => NamesObject(property.Name));
        return (field.Name, ((JValue)field.Value).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The entries that the plan takes out.</summary>
    protected IReadOnlyList<string> Removed(AssetWrite write, JObject wanted) =>
        [.. ChangedEntries(write).Where(key => Kind.Find(wanted, key) is null)];

    /// <summary>The entries that the plan changes.</summary>
    protected IReadOnlyList<string> ChangedEntries(AssetWrite write) => Kind.EntriesAt(write.Changed) ?? [];

    private static LiveAsset AsRecorded(ManifestEntry entry) =>
        new()
        {
            Name = entry.Name,
            Id = entry.Name,
            State = entry.Baseline,
        };

    private async Task<LiveAsset?> TryReadAsync(
        string name,
        JObject content,
        PartObject of,
        Func<PartObject, CancellationToken, Task<JObject>> read,
        ConcurrentDictionary<string, string>? refused,
        CancellationToken ct
    )
    {
        try
        {
            var state = await AnswerReading.TryAsync(Kind, () => read(of, ct));
            await AddGivenByServiceAsync(content, state, ct);
            return new LiveAsset
            {
                Name = name,
                Id = name,
                State = state,
                Warning = WarningOf(state),
            };
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden && refused is not null)
        {
            refused[name] = e.Message;
            return null;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return new LiveAsset
            {
                Name = name,
                Id = name,
                State = [],
                Refusal = e.Message,
                IsLeftToDeployer = await PlansForAnotherAsync(ct),
            };
        }
    }
}
