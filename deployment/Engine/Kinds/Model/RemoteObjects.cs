using System.Collections.Concurrent;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>The remote half of a kind whose objects are JSON documents, found in the workspace by name.</summary>
internal abstract class RemoteObjects(JsonKind kind) : RemoteKind
{
    /// <summary>Up to this many objects are read one by one; above it one listing is cheaper.</summary>
    private const int FewEnoughToGet = 5;

    public override JsonKind Kind { get; } = kind;

    public override async Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    )
    {
        var assets = new List<LiveAsset>();
        await foreach (var listed in ListAsync(ct))
            if (!IsGoneAnswer(listed))
                assets.Add(Seen(listed) with { IsPartial = IsListedInPart });

        return assets;
    }

    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        new([
            .. (await ListDeclaredAsync(declared, new Dictionary<string, JObject>(), ct))
                .Where(asset => !asset.IsInTrash)
                .Select(Found),
        ]);

    public override async Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct)
    {
        var listed =
            written.Count <= FewEnoughToGet || IsListedInPart
                ? []
                : (await ListDeclaredAsync([], new Dictionary<string, JObject>(), ct)).ToDictionary(asset => asset.Id);

        // A listing may lag behind a write, so objects that it does not show yet are read by id.
        var shown = written
            .Select(asset => listed.GetValueOrDefault(asset.Id) is { } found && Shows(found.State, asset.Sent) ? found : null)
            .OfType<LiveAsset>()
            .ToList();
        return await ReadByIdsAsync(written.Select(asset => asset.Id), shown, ct);
    }

    public override Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    ) => ReadByIdsAsync(entries.Select(entry => entry.Id), listed, ct);

    /// <summary>All of what was listed, where the listing shows objects in part; the others are as they are.</summary>
    public Task<ObjectsById> ReadWholeAsync(IReadOnlyList<LiveAsset> listed, CancellationToken ct) =>
        ReadByIdsAsync(listed.Select(asset => asset.Id), listed, ct);

    private async Task<ObjectsById> ReadByIdsAsync(IEnumerable<string> ids, IReadOnlyList<LiveAsset> listed, CancellationToken ct)
    {
        var byId = listed.ToDictionary(asset => asset.Id);
        var refused = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var found = await Task.WhenAll(ids.Select(ReadAsync));
        return new ObjectsById([.. found.OfType<LiveAsset>()], refused);

        async Task<LiveAsset?> ReadAsync(string id) =>
            byId.GetValueOrDefault(id) is { IsPartial: false } whole ? whole : await TryGetAsync(id, refused, ct);
    }

    /// <summary>
    /// The listing has only a part of each object, such as its id, its name and who made it. What is compared is then read by id, and
    /// <see cref="Live"/> is asked about both.
    /// </summary>
    protected virtual bool IsListedInPart => false;

    /// <summary>Everything of this kind in the workspace, as the service lists it.</summary>
    protected abstract IAsyncEnumerable<JObject> ListAsync(CancellationToken ct);

    protected abstract Task<JObject> GetAsync(string id, CancellationToken ct);

    /// <summary>One object as the engine sees it.</summary>
    /// <param name="answer">The object as the service lists it, or gives it alone.</param>
    protected abstract LiveAsset Live(JObject answer);

    /// <summary>Whether the service still shows an object that was deleted, for ever.</summary>
    protected virtual bool IsGone(JObject answer) => false;

    /// <summary>For an export, which reads whole what the listing shows in part.</summary>
    protected FoundAsset Found(LiveAsset listed) =>
        Found(
            listed.Name,
            listed.Id,
            listed.IsPartial ? ct => ReadForExportAsync(listed.Id, ct) : _ => Task.FromResult(listed)
        );

    /// <summary>What a listing shows in part, with what only an export needs to know.</summary>
    protected virtual async Task<LiveAsset> ReadForExportAsync(string id, CancellationToken ct) => Seen(await GetAsync(id, ct));

    private bool IsGoneAnswer(JObject answer) => AnswerReading.Try(Kind, answer, () => IsGone(answer));

    protected static FoundAsset Found(string name, string id, Func<CancellationToken, Task<LiveAsset>> read) =>
        new FoundDocument
        {
            Name = name,
            Id = id,
            ReadAsync = read,
        };

    /// <summary>
    /// An object counts as gone only after "not found", not when a listing omits it or access is denied.
    /// </summary>
    private async Task<LiveAsset?> TryGetAsync(string id, ConcurrentDictionary<string, string> refused, CancellationToken ct)
    {
        try
        {
            var answer = await GetAsync(id, ct);
            return IsGoneAnswer(answer) ? null : Seen(answer);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            refused[id] = e.Message;
            return null;
        }
    }

    /// <summary>What is sent: the declaration without the fields that the service sets.</summary>
    protected JObject Sendable(JObject wanted) => Rules.WithoutReadOnly(wanted);

    /// <exception cref="WorkspaceApiException">The answer has another shape than those of the service.</exception>
    protected LiveAsset Seen(JObject answer) =>
        AnswerReading.Read(
            Kind,
            answer,
            () => Live(answer) with { IsInTrash = this is ITrash trash && trash.IsInTrash(answer) }
        );

    private bool Shows(JObject state, JObject sent) => FieldDiff.Between(sent, Kind.InShapeOf(sent, state), null, Rules).Count == 0;
}
