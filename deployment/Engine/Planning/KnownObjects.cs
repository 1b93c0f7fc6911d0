using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;

namespace Layercake.Engine.Planning;

/// <summary>The objects of all declarations of the kinds that were listed.</summary>
/// <param name="Listings">With what was asked for by id, each matched object under the name that Git has for it, and nothing that is in
/// the trash.</param>
/// <param name="Matches">By asset.</param>
internal sealed record KnownObjects(Listings Listings, IReadOnlyDictionary<string, ObjectMatch> Matches)
{
    private const int FewEnoughToAskAll = 20;

    /// <summary>Kind and id of every object that belongs to a declaration, or that a declaration leaves.</summary>
    public IReadOnlySet<(string Kind, string Id)> Claimed { get; } =
        Matches
            .Values.SelectMany(match =>
                new[] { match.Live?.Id, match.Left?.Id }.OfType<string>().Select(id => (match.Declaration.Kind, id))
            )
            .ToHashSet();

    /// <summary>Those of both, which are of different kinds.</summary>
    public KnownObjects With(KnownObjects others) =>
        new(
            new Listings(
                Listings.Live.Concat(others.Listings.Live).ToDictionary(),
                Listings.Refused.Concat(others.Listings.Refused).ToDictionary()
            ),
            Matches.Concat(others.Matches).ToDictionary()
        );

    /// <summary>Asks for what the manifest knows and the listing does not show: a listing is no proof that something is gone.</summary>
    /// <param name="compared">Whether it matters what the object of a declaration is like: what a listing shows of it in part is then
    /// read whole.</param>
    public static async Task<KnownObjects> FindAsync(
        IReadOnlyList<RemoteKind> kinds,
        IReadOnlyList<Declaration> declared,
        Func<Declaration, bool> compared,
        Listings listings,
        Manifest manifest,
        ObjectOwnership ownership,
        CancellationToken ct
    )
    {
        var found = await Task.WhenAll(
            kinds
                .Where(kind => listings.Live.ContainsKey(kind.Name))
                .Select(kind =>
                    OfKindAsync(
                        kind,
                        [.. declared.Where(declaration => declaration.Kind == kind.Name)],
                        compared,
                        listings.Live[kind.Name],
                        manifest,
                        ct
                    )
                )
        );
        var live = listings.Live.ToDictionary();
        foreach (var (kind, assets, _) in found)
            live[kind] = assets;

        var byKind = kinds.ToDictionary(kind => kind.Name);
        var matches = new Dictionary<string, ObjectMatch>();
        foreach (var match in found.SelectMany(kind => kind.Matches))
            matches.TryAdd(
                match.Declaration.Asset,
                await IsMadeByOthersAsync(byKind[match.Declaration.Kind], match, ownership, ct)
                    ? match with { IsUnfinished = false }
                    : match
            );

        return new KnownObjects(listings with { Live = live }, matches);
    }

    /// <summary>
    /// Whether an object of which only the name says that an earlier deployment began to create it is of someone else: by its creator, and
    /// where the service names none, because it is not what Git declares.
    /// </summary>
    private static async Task<bool> IsMadeByOthersAsync(
        RemoteKind kind,
        ObjectMatch match,
        ObjectOwnership ownership,
        CancellationToken ct
    ) =>
        match is { IsUnfinished: true, Entry: null, Live: { } live }
        && await ownership.CreatorOfAsync(live, ct) switch
        {
            CreatedBy.Someone => true,
            CreatedBy.Unknown => kind is RemoteObjects && !ObjectEdits.IsAsDeclared(kind.Kind, match.Declaration, live),
            _ => false,
        };

    private static async Task<(string Kind, IReadOnlyList<LiveAsset> Live, IReadOnlyList<ObjectMatch> Matches)> OfKindAsync(
        RemoteKind kind,
        IReadOnlyList<Declaration> declared,
        Func<Declaration, bool> compared,
        IReadOnlyList<LiveAsset> listed,
        Manifest manifest,
        CancellationToken ct
    )
    {
        var inPart = InPart(declared.Where(compared), listed, manifest);
        var unseen = inPart.Select(asset => ManifestEntry.Unseen(kind.Name, asset.Name, asset.Id));
        var asked = await kind.GetByIdsAsync([.. Unlisted(kind.Kind, declared, listed, manifest), .. unseen], [], ct);
        var live = kind is RemoteObjects ? With(WithoutGone(listed, inPart, asked), asked.Found) : listed;
        var matches = Match(live, asked.Refused);
        if (kind is RemoteObjects && matches.Exists(match => match is { Live: null, Refusal: null }))
        {
            // Under a name that Git has not declared before there may be an object that was renamed in the workspace, which the listing
            // does not show yet.
            var renamed = await kind.GetByIdsAsync(Undeclared(kind.Kind, matches, manifest), [], ct);
            live = With(live, renamed.Found);
            matches = Match(live, asked.Refused);
        }

        var there = asked.Found.DistinctBy(asset => asset.Id).ToDictionary(asset => asset.Id, StringComparer.Ordinal);
        matches = [.. matches.Select(match => match.Left is { } left ? match with { Left = LeftNow(kind.Kind, left, there) } : match)];

        return (kind.Name, UnderNamesOfGit(InUse(live), matches), matches);

        List<ObjectMatch> Match(IReadOnlyList<LiveAsset> objects, IReadOnlyDictionary<string, string> refused)
        {
            var matcher = new ObjectMatcher(kind.Kind, declared, InUse(objects), InTrash(objects), manifest, refused);
            return [.. declared.Select(matcher.Match)];
        }
    }

    private static IReadOnlyList<LiveAsset> UnderNamesOfGit(IReadOnlyList<LiveAsset> live, IReadOnlyList<ObjectMatch> matches)
    {
        var names = matches
            .Where(match => match.Live is not null)
            .GroupBy(match => match.Live!.Id)
            .ToDictionary(group => group.Key, group => group.First().Declaration.Name);
        return
        [
            .. live.Select(asset =>
                names.TryGetValue(asset.Id, out var name) && name != asset.Name
                    ? asset with
                    {
                        Name = name,
                        RenamedTo = asset.Name,
                    }
                    : asset
            ),
        ];
    }

    /// <summary>
    /// Null when it is gone. Elsewhere than the environment puts files, one that is not as it was deployed counts as someone else's, which
    /// stays.
    /// </summary>
    private static ManifestEntry? LeftNow(AssetKind kind, ManifestEntry left, Dictionary<string, LiveAsset> there) =>
        !there.TryGetValue(left.Id, out var live) ? null
        : kind.IsInConfiguredFolder(left.Id) || (!left.Unread && ObjectEdits.Of(kind, left, live).Count == 0) ? left
        : left with { Adopted = true };

    private static IReadOnlyList<LiveAsset> InUse(IReadOnlyList<LiveAsset> objects) => [.. objects.Where(asset => !asset.IsInTrash)];

    private static IReadOnlyList<LiveAsset> InTrash(IReadOnlyList<LiveAsset> objects) => [.. objects.Where(asset => asset.IsInTrash)];

    /// <summary>What was asked for by id is newer than what a listing says.</summary>
    private static IReadOnlyList<LiveAsset> With(IReadOnlyList<LiveAsset> listed, IReadOnlyList<LiveAsset> asked)
    {
        var ids = asked.Select(asset => asset.Id).ToHashSet(StringComparer.Ordinal);
        return [.. listed.Where(asset => !ids.Contains(asset.Id)), .. asked];
    }

    /// <summary>What a listing shows only a part of, among what declarations may be about.</summary>
    private static List<LiveAsset> InPart(IEnumerable<Declaration> compared, IReadOnlyList<LiveAsset> listed, Manifest manifest)
    {
        var partial = listed.Where(asset => asset.IsPartial).ToList();
        if (partial.Count == 0)
            return partial;

        var (names, ids) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var declaration in compared)
        {
            names.Add(declaration.Name);
            if (manifest.Find(declaration.Asset) is { } entry)
                ids.Add(entry.Id);
        }

        return [.. partial.Where(asset => ids.Contains(asset.Id) || names.Contains(asset.Name))];
    }

    /// <summary>Without what a listing still shows, and no read does.</summary>
    private static IReadOnlyList<LiveAsset> WithoutGone(IReadOnlyList<LiveAsset> listed, List<LiveAsset> read, ObjectsById answers)
    {
        var gone = read.Select(asset => asset.Id)
            .Except(answers.Found.Select(asset => asset.Id), StringComparer.Ordinal)
            .Except(answers.Refused.Keys, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        return gone.Count == 0 ? listed : [.. listed.Where(asset => !gone.Contains(asset.Id))];
    }

    /// <summary>
    /// Objects under the names of declarations that are not in the listing, and files that lie elsewhere than they are declared now.
    /// </summary>
    private static IEnumerable<ManifestEntry> Unlisted(
        AssetKind kind,
        IReadOnlyList<Declaration> declared,
        IReadOnlyList<LiveAsset> listed,
        Manifest manifest
    )
    {
        var ids = listed.Select(asset => asset.Id).ToHashSet(StringComparer.Ordinal);
        return declared
            .Select(declaration => (entry: manifest.Find(declaration.Asset), place: kind.PathOf(declaration)))
            .Where(pair =>
                pair.entry is not null
                && (pair.place is null ? !ids.Contains(pair.entry.Id) : IsLeft(pair.entry, pair.place))
            )
            .Select(pair => pair.entry!)
            .DistinctBy(entry => entry.Id);

        bool IsLeft(ManifestEntry entry, string place) =>
            entry.Id != place && kind.NameOfEarlier(entry) is null && kind.IsReachable(entry.Id);
    }

    /// <summary>
    /// Objects that were deployed under names that Git declares no more, and that no declaration has; of many only those whose file
    /// declares something new.
    /// </summary>
    private static IReadOnlyList<ManifestEntry> Undeclared(AssetKind kind, IReadOnlyList<ObjectMatch> matches, Manifest manifest)
    {
        var declared = matches.Select(match => match.Declaration.Asset).ToHashSet(StringComparer.Ordinal);
        var taken = matches.Select(match => match.Live?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var entries = manifest
            .Entries.Values.Where(entry => entry.Kind == kind.Name && !declared.Contains(entry.Asset) && !taken.Contains(entry.Id))
            .ToList();
        if (entries.Count <= FewEnoughToAskAll)
            return entries;

        var files = matches.Where(match => match.Live is null).Select(match => match.Declaration.File).ToHashSet(StringComparer.Ordinal);
        return [.. entries.Where(entry => entry.File is not null && files.Contains(entry.File))];
    }
}
