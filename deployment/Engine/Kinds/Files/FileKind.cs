using System.Collections.Concurrent;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>A kind declared as a tree of files that is deployed below one remote folder and compared by content.</summary>
/// <param name="root">The remote folder, without a trailing slash.</param>
public abstract class FileKind(string name, string noun, string root, IFileDestination destination) : AssetKind(name, noun)
{
    /// <summary>Where a state says by what it can be seen that nothing was changed since.</summary>
    protected const string Stamp = "stamp";

    protected const string Content = "content";

    protected const string ObjectType = "object_type";

    /// <summary>In the place of a digest, of a format that the service rewrites.</summary>
    protected const string NotCompared = "not compared";

    protected string Root { get; } = root;

    protected IFileDestination Destination { get; } = destination;

    public override FieldRules Rules { get; } =
        new FieldRules()
            .ReadOnly(Stamp)
            .Recreate("object_type", because: "the service replaces a notebook by a file, or the reverse, only after a delete")
            .ServerDefault("language", because: "the content carries it");

    public override async Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    )
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var remote = await RemoteTree.ReadAsync(Destination, Root, declared.Select(Place), refused, ct);
        var obstacles = await PathConflicts.FindAsync(
            Destination,
            Root,
            [.. declared.Where(declaration => !IsFolder(declaration)).Select(Place)],
            remote,
            ct
        );
        var there = declared.Where(declaration =>
            remote.TryGetValue(Place(declaration), out var file) && (!file.IsFolder || IsFolder(declaration))
        );
        var found = await Task.WhenAll(
            there.Select(async declaration =>
            {
                var file = remote[Place(declaration)];
                var content = IsUnchanged(file, remembered.GetValueOrDefault(file.Path))
                    ? (string)remembered[file.Path][Content]!
                    : await ContentAsync(file, declaration, ct);
                return Live(declaration, file, content);
            })
        );
        var hidden = declared
            .Select(declaration => new LiveAsset
            {
                Name = declaration.Name,
                Id = Place(declaration),
                State = [],
                Refusal = RemoteTree.RefusalOf(Place(declaration), refused),
            })
            .Where(asset => asset.Refusal is not null);
        return
        [
            .. found,
            .. hidden,
            .. obstacles.Select(obstacle => new LiveAsset
            {
                Name = Below(obstacle.File),
                Id = obstacle.File.Path,
                State = new JObject { [ObjectType] = obstacle.File.ObjectType },
                Obstructs = obstacle.Places,
            }),
        ];
    }

    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct)
    {
        if (await RemoteTree.ReadAllAsync(Destination, Root, ct) is not { } remote)
            return new FoundAssets([]) { MissingFolder = Root };

        var places = declared.GroupBy(Place).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return new FoundAssets([
            .. remote.Where(file => !file.IsFolder || file.ObjectType == "REPO").Select(file => Found(file, places)).OfType<FoundContent>(),
        ]);
    }

    /// <remarks>The content is what was sent a moment ago, so it is not read again.</remarks>
    public override async Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var remote = await RemoteTree.ReadAsync(Destination, Root, written.Select(asset => Place(asset.Declaration)), refused, ct);
        var found = written
            .Where(asset => remote.ContainsKey(Place(asset.Declaration)))
            .Select(asset => Live(asset.Declaration, remote[Place(asset.Declaration)], (string)asset.Declaration.Content[Content]!));
        var hidden = written
            .Select(asset => Place(asset.Declaration))
            .Distinct(StringComparer.Ordinal)
            .Where(place => RemoteTree.RefusalOf(place, refused) is not null);
        return new ObjectsById(
            [.. found],
            hidden.ToDictionary(place => place, place => RemoteTree.RefusalOf(place, refused)!, StringComparer.Ordinal)
        );
    }

    /// <remarks>Without the file in Git most content says nothing, so the workspace's own time of the last change decides.</remarks>
    public override async Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    )
    {
        var refused = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var folders = await Task.WhenAll(
            entries
                .Select(entry => RemoteTree.Parent(entry.Id))
                .Distinct(StringComparer.Ordinal)
                .Select(folder => TryListAsync(folder, refused, ct))
        );
        var remote = folders.SelectMany(files => files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var found = await Task.WhenAll(
            entries
                .Where(entry => remote.ContainsKey(entry.Id))
                .Select(async entry =>
                {
                    var (file, state) = (remote[entry.Id], (JObject)entry.Baseline.DeepClone());
                    if (!IsUnchanged(file, entry.Baseline))
                        state[Content] = await TryHashAsync(file, ct) ?? "changed";
                    if (state[ObjectType] is not null)
                        state[ObjectType] = file.ObjectType;

                    state[Stamp] = file.Stamp;
                    return new LiveAsset
                    {
                        Name = entry.Name,
                        Id = entry.Id,
                        State = state,
                    };
                })
        );
        var unseen = entries
            .Where(entry => refused.ContainsKey(RemoteTree.Parent(entry.Id)))
            .Select(entry => entry.Id)
            .Distinct(StringComparer.Ordinal);
        return new ObjectsById(found, unseen.ToDictionary(id => id, id => refused[RemoteTree.Parent(id)], StringComparer.Ordinal));
    }

    public override string? ExpectedIdForm(string id) =>
        (id.StartsWith("dbfs:/", StringComparison.Ordinal) ? id["dbfs:".Length..] : id) is ['/', not '/', ..] path && !path.EndsWith('/')
            ? null
            : "a path in the workspace";

    /// <summary>Whether the root is in the same kind of place: workspace files, DBFS or a volume.</summary>
    public override bool IsReachable(string id) => InitScriptReference.Scheme(id) == InitScriptReference.Scheme(Root);

    public override bool IsInConfiguredFolder(string id) => id.StartsWith($"{Root}/", StringComparison.Ordinal);

    public override async Task PrepareAsync(IReadOnlyList<Declaration> creations, CancellationToken ct) =>
        await Task.WhenAll(RemoteTree.LowestFolders(creations.Select(Place)).Select(folder => Destination.MakeFolderAsync(folder, ct)));

    public override async Task<string> CreateAsync(Declaration declaration, JObject wanted, string nonce, CancellationToken ct)
    {
        var place = Place(declaration);
        if (IsFolder(declaration))
        {
            await WriteAsync(place, declaration, overwrite: false, ct);
            return place;
        }

        try
        {
            await WriteAsync(place, declaration, overwrite: false, ct);
        }
        catch (WorkspaceApiException e) when (e.IsConflict || e.OutcomeUnknown)
        {
            // What is there may be what an attempt has made whose answer was lost.
            var there = (await Destination.ListAsync(RemoteTree.Parent(place), ct))?.FirstOrDefault(file => file.Path == place);
            var content = there is null ? null : await ContentAsync(there, declaration, ct);
            if (content == (string?)declaration.Content[Content])
                return place;
            if (there is not null && (e.IsConflict || content != NotCompared))
                throw new PathTakenException(place, e);

            await WriteAsync(place, declaration, overwrite: true, ct);
        }

        return place;
    }

    public override Task UpdateAsync(string id, Declaration declaration, JObject wanted, CancellationToken ct) =>
        WriteAsync(id, declaration, overwrite: true, ct);

    public override Task DeleteAsync(string id, CancellationToken ct) => Destination.DeleteAsync(id, ct);

    /// <remarks>
    /// The service deletes a folder without asking for more only when it is empty, so whatever has come into it since the plan stays.
    /// </remarks>
    public override async Task DeleteEmptyFolderAsync(string path, CancellationToken ct)
    {
        var below = await RemoteTree.ReadAllAsync(Destination, path, ct);
        if (below is null)
            return;

        foreach (
            var folder in below
                .Where(file => file.IsFolder)
                .Select(file => file.Path)
                .OrderByDescending(folder => folder.Length)
                .Append(path)
        )
            await Destination.DeleteFolderAsync(folder, ct);
    }

    public override string? PathOf(Declaration declaration) => Place(declaration);

    protected abstract Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct);

    /// <summary>The digest of what the remote file holds; the declared one when both are the same by the service's rules.</summary>
    protected abstract Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct);

    /// <summary>Whether the declared file becomes a folder.</summary>
    protected virtual bool IsFolder(Declaration declaration) => false;

    /// <param name="declared">What Git declares, by its place in the workspace.</param>
    /// <returns>Null for what comes with something else.</returns>
    protected virtual FoundContent? Found(RemoteFile file, IReadOnlyDictionary<string, Declaration> declared) =>
        new()
        {
            Name = declared.GetValueOrDefault(file.Path)?.Name ?? Below(file),
            Id = file.Path,
            Declared = declared.GetValueOrDefault(file.Path),
            ReadAsync = ct => Destination.ReadAsync(file.Path, ct),
        };

    /// <summary>The path below the remote folder.</summary>
    protected string Below(RemoteFile file) => file.Path[(Root.Length + 1)..];

    /// <summary>The digest of a remote file as a declaration of it would have it; null when that takes the file in Git.</summary>
    protected virtual Task<string?> TryHashAsync(RemoteFile file, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>The full remote path of a declared file.</summary>
    protected virtual string Place(Declaration declaration) => $"{Root}/{declaration.Name}";

    protected virtual LiveAsset Live(Declaration declaration, RemoteFile file, string content) =>
        new()
        {
            Name = declaration.Name,
            Id = file.Path,
            State = new JObject { [Content] = content, [Stamp] = file.Stamp },
        };

    private async Task<IReadOnlyList<RemoteFile>?> TryListAsync(
        string folder,
        ConcurrentDictionary<string, string> refused,
        CancellationToken ct
    )
    {
        try
        {
            return await Destination.ListAsync(folder, ct);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            refused[folder] = e.Message;
            return null;
        }
    }

    private static bool IsUnchanged(RemoteFile file, JObject? remembered) =>
        file.Stamp is not null && (string?)remembered?[Stamp] == file.Stamp;
}
