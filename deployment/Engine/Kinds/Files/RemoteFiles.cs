using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>The remote half of a kind of files: lists, compares and writes the files below the kind's folder.</summary>
internal abstract class RemoteFiles(FileKind kind, IFileDestination destination)
    : RemoteKind,
        IUpdatable,
        IFolders,
        IHasContent,
        ILooksElsewhere
{
    /// <summary>Stands for the digest of a file in a format that the service rewrites, and of one that is too large to be read.</summary>
    protected const string NotCompared = "not compared";

    public override FileKind Kind { get; } = kind;

    protected IFileDestination Destination { get; } = destination;

    /// <summary>The destination of a path that an earlier setting led to; null where no setting leads to another.</summary>
    public Func<string, IFileDestination>? DestinationOf { get; init; }

    public override WriteCalls Calls => Destination.Calls;

    public override async Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    )
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var remote = await RemoteTree.ReadAsync(Destination, Kind.Root, declared.Select(Place), refused, ct);
        var obstacles = await PathConflicts.FindAsync(
            Destination,
            Kind.Root,
            [.. declared.Where(declaration => !Kind.IsFolder(declaration)).Select(Place)],
            remote,
            ct
        );
        var existing = declared.Where(declaration =>
            remote.TryGetValue(Place(declaration), out var file) && (!file.IsFolder || Kind.IsFolder(declaration))
        );
        return
        [
            .. await Task.WhenAll(existing.Select(declaration => LiveAsync(declaration, remote[Place(declaration)], remembered, ct))),
            .. declared.Select(declaration => Hidden(declaration, refused)).OfType<LiveAsset>(),
            .. obstacles.Select(Obstacle),
        ];
    }

    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct)
    {
        var trees = await Task.WhenAll(Kind.ExportedFolders.Select(folder => RemoteTree.ReadAllAsync(Destination, folder, ct)));
        var remote = trees.SelectMany(tree => tree ?? []).ToList();
        var places = declared.GroupBy(Place).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return new FoundAssets([
            .. remote.Where(file => !file.IsFolder || file.ObjectType == "REPO").Select(file => Found(file, places)).OfType<FoundContent>(),
        ])
        {
            MissingFolders = [.. Kind.ExportedFolders.Zip(trees).Where(read => read.Second is null).Select(read => read.First)],
            Places = Places(remote),
        };
    }

    /// <remarks>The content was just sent, so it is not read again.</remarks>
    public override async Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var remote = await RemoteTree.ReadAsync(Destination, Kind.Root, written.Select(asset => Place(asset.Declaration)), refused, ct);
        var there = written.Where(asset => remote.ContainsKey(Place(asset.Declaration))).ToList();
        var files = await Task.WhenAll(
            there.Select(asset => FolderStamp.WithContentAsync(Destination, remote[Place(asset.Declaration)], ct))
        );
        foreach (var file in files.Where(file => file.Refusal is not null))
            refused[file.Path] = file.Refusal!;

        var found = there
            .Zip(files)
            .Where(pair => pair.Second.Refusal is null)
            .Select(pair => Live(pair.First.Declaration, pair.Second, HashOf(pair.First.Declaration)));
        var hidden = written
            .Select(asset => Place(asset.Declaration))
            .Distinct(StringComparer.Ordinal)
            .Where(place => RemoteTree.RefusalOf(place, refused) is not null);
        return new ObjectsById(
            [.. found],
            hidden.ToDictionary(place => place, place => RemoteTree.RefusalOf(place, refused)!, StringComparer.Ordinal)
        );
    }

    /// <remarks>
    /// Most content cannot be compared without the file in Git, so the time of the last change in the workspace decides.
    /// </remarks>
    public override Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    ) => new RecordedFiles(Destination, TryHashAsync).ReadAsync(entries, ct);

    public async Task<bool> IsGoneAsync(string place, CancellationToken ct)
    {
        if (DestinationOf is null)
            return false;

        try
        {
            var files = await DestinationOf(place).ListAsync(RemoteTree.Parent(place), ct);
            return files?.Any(file => file.Path == place) != true;
        }
        catch (WorkspaceApiException e) when (e.Status is >= 400 and < 500)
        {
            return false;
        }
    }

    public override async Task PrepareAsync(IReadOnlyList<Declaration> creations, CancellationToken ct) =>
        await Task.WhenAll(RemoteTree.LowestFolders(creations.Select(Place)).Select(folder => Destination.MakeFolderAsync(folder, ct)));

    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        var declaration = write.Declaration;
        var place = Place(declaration);
        if (Kind.IsFolder(declaration))
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
            // An earlier attempt whose answer was lost may have made the file.
            var there = (await Destination.ListAsync(RemoteTree.Parent(place), ct))?.FirstOrDefault(file => file.Path == place);
            var content = there is null ? null : await ContentAsync(there, declaration, ct);
            if (content == (string?)declaration.Content[FileKind.Content])
                return place;
            if (there is not null && (e.IsConflict || content != NotCompared))
                throw new PathTakenException(place, e);

            await WriteAsync(place, declaration, overwrite: true, ct);
        }

        return place;
    }

    public virtual Task UpdateAsync(AssetWrite write, CancellationToken ct) =>
        WriteAsync(write.Id!, write.Declaration, overwrite: true, ct);

    public override Task DeleteAsync(string id, CancellationToken ct) => Destination.DeleteAsync(id, ct);

    /// <remarks>
    /// The service deletes only empty folders here, so files that were added since the plan stay.
    /// </remarks>
    public async Task DeleteEmptyFolderAsync(string path, CancellationToken ct)
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

    public async Task<byte[]?> ReadContentAsync(Declaration declaration, CancellationToken ct)
    {
        if (IsRewritten(declaration))
            return null;

        try
        {
            return await Destination.ReadAsync(Place(declaration), ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    /// <summary>Whether the service gives back another form of the file than it was sent.</summary>
    protected virtual bool IsRewritten(Declaration declaration) => Kind.IsFolder(declaration);

    protected abstract Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct);

    /// <summary>The digest of the remote content; the declared digest when the service treats both contents as equal.</summary>
    protected abstract Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct);

    /// <param name="declared">The declarations, by their places in the workspace.</param>
    /// <returns>Null for a file that belongs to another object and is exported with it.</returns>
    protected virtual FoundContent? Found(RemoteFile file, IReadOnlyDictionary<string, Declaration> declared)
    {
        var declaration = declared.GetValueOrDefault(file.Path);
        var name = declaration?.Name ?? Below(file);
        return file.IsLarge
            ? LargeFile.Found(file, name, declaration)
            : new FoundContent
            {
                Name = name,
                Id = file.Path,
                Declared = declaration,
                ReadAsync = ct => Destination.ReadAsync(file.Path, ct),
            };
    }

    /// <summary>The path below the remote folder.</summary>
    protected string Below(RemoteFile file) => file.Path[(Kind.Root.Length + 1)..];

    /// <summary>The digest that a declaration of the remote file would have; null where it depends on the file in Git.</summary>
    protected virtual Task<string?> TryHashAsync(RemoteFile file, CancellationToken ct) => Task.FromResult<string?>(null);

    private List<FoundPlace> Places(IReadOnlyList<RemoteFile> remote)
    {
        List<FoundPlace> places =
        [
            .. from file in remote
            where file.ObjectId is not null && file.ObjectType != "REPO"
            select new FoundPlace(file.Path, file.ObjectType, file.ObjectId),
        ];

        // Nothing lists these folders themselves.
        return places.Count == 0
            ? places
            : [.. Kind.ExportedFolders.Select(folder => new FoundPlace(folder, "DIRECTORY", null)), .. places];
    }

    /// <summary>The full remote path of a declared file.</summary>
    private string Place(Declaration declaration) => Kind.PathOf(declaration);

    private static string HashOf(Declaration declaration) => (string)declaration.Content[FileKind.Content]!;

    protected virtual LiveAsset Live(Declaration declaration, RemoteFile file, string content) =>
        new()
        {
            Name = declaration.Name,
            Id = file.Path,
            State = new JObject { [FileKind.Content] = content, [FileKind.Stamp] = file.Stamp },
        };

    internal static bool IsUnchanged(RemoteFile file, JObject? remembered) =>
        (string?)remembered?[FileKind.Stamp] is { } stamp && (stamp == file.Stamp || stamp == file.EarlierStamp);

    /// <summary>Reads the content only of files that may have changed since the last deployment.</summary>
    private async Task<LiveAsset> LiveAsync(
        Declaration declaration,
        RemoteFile file,
        IReadOnlyDictionary<string, JObject> remembered,
        CancellationToken ct
    )
    {
        file = await FolderStamp.WithContentAsync(Destination, file, ct);
        if (file.Refusal is { } refusal)
            return Refused(declaration, refusal);

        var content = IsUnchanged(file, remembered.GetValueOrDefault(file.Path))
            ? (string)remembered[file.Path][FileKind.Content]!
            : await ContentAsync(file, declaration, ct);
        return Live(declaration, file, content);
    }

    /// <summary>Null for a file that the workspace shows or does not have.</summary>
    private LiveAsset? Hidden(Declaration declaration, IReadOnlyDictionary<string, string> refused) =>
        RemoteTree.RefusalOf(Place(declaration), refused) is { } refusal ? Refused(declaration, refusal) : null;

    private LiveAsset Refused(Declaration declaration, string refusal) =>
        new()
        {
            Name = declaration.Name,
            Id = Place(declaration),
            State = [],
            Refusal = refusal,
        };

    private LiveAsset Obstacle(PathConflict conflict) =>
        new()
        {
            Name = Below(conflict.File),
            Id = conflict.File.Path,
            State = new JObject { [FileKind.ObjectType] = conflict.File.ObjectType },
            Obstructs = conflict.Paths,
        };
}
