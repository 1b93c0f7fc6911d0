using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Planning;

/// <summary>The objects of all declarations of the kinds that were listed.</summary>
/// <param name="Listings">With what was asked for by id, and each matched object under the name that Git has for it.</param>
/// <param name="Matches">By asset.</param>
internal sealed record KnownObjects(Listings Listings, IReadOnlyDictionary<string, ObjectMatch> Matches)
{
    /// <summary>Kind and id of every object that belongs to a declaration, or that a declaration leaves.</summary>
    public IReadOnlySet<(string Kind, string Id)> Claimed { get; } = Matches.Values
        .SelectMany(match => new[] { match.Live?.Id, match.Left?.Id }.OfType<string>().Select(id => (match.Declaration.Kind, id))).ToHashSet();

    /// <summary>Asks for what the manifest knows and the listing does not show: a listing is no proof that something is gone.</summary>
    /// <param name="me">Who is signed in, as the workspace names the creators of objects; asked only after a deployment that was cut short.</param>
    public static async Task<KnownObjects> FindAsync(
        IReadOnlyList<AssetKind> kinds, IReadOnlyList<Declaration> declared, Listings listings, Manifest manifest, Func<CancellationToken, Task<string>> me, CancellationToken ct)
    {
        var found = await Task.WhenAll(kinds.Where(kind => listings.Live.ContainsKey(kind.Name))
            .Select(kind => OfKindAsync(kind, [.. declared.Where(declaration => declaration.Kind == kind.Name)], listings.Live[kind.Name], manifest, ct)));
        var live = listings.Live.ToDictionary();
        foreach (var (kind, assets, _) in found)
            live[kind] = assets;

        var matches = found.SelectMany(kind => kind.Matches).ToList();
        if (matches.Exists(HasOnlyItsName))
        {
            var name = await me(ct);
            matches = [.. matches.Select(match => HasOnlyItsName(match) && !IsMadeBy(match.Live!, name) ? match with { IsUnfinished = false } : match)];
        }

        return new KnownObjects(listings with { Live = live }, matches.GroupBy(match => match.Declaration.Asset).ToDictionary(group => group.Key, group => group.First()));
    }

    /// <summary>Whether whoever made the object is the one who is signed in; where the workspace does not tell, nothing speaks against it.</summary>
    public static bool IsMadeBy(LiveAsset live, string me) => live.Creator is null or "" || string.Equals(live.Creator, me, StringComparison.OrdinalIgnoreCase);

    /// <summary>Only the name says that it is what an earlier deployment began to create.</summary>
    private static bool HasOnlyItsName(ObjectMatch match) => match is { IsUnfinished: true, Entry: null, Live.Creator: not (null or "") };

    private static async Task<(string Kind, IReadOnlyList<LiveAsset> Live, IReadOnlyList<ObjectMatch> Matches)> OfKindAsync(
        AssetKind kind, IReadOnlyList<Declaration> declared, IReadOnlyList<LiveAsset> listed, Manifest manifest, CancellationToken ct)
    {
        var asked = await kind.LookUpAsync([.. Unlisted(kind, declared, listed, manifest)], [], ct);
        var live = (IReadOnlyList<LiveAsset>)[.. listed, .. kind is JsonKind ? asked.Found : []];
        var matcher = new ObjectMatcher(kind, declared, live, manifest, asked.Refused);
        var there = asked.Found.Select(asset => asset.Id).ToHashSet(StringComparer.Ordinal);
        var matches = declared.Select(matcher.Match).Select(match => match.Left is { } left && !there.Contains(left.Id) ? match with { Left = null } : match).ToList();

        var names = matches.Where(match => match.Live is not null).GroupBy(match => match.Live!.Id).ToDictionary(group => group.Key, group => group.First().Declaration.Name);
        return (kind.Name, [.. live.Select(asset => names.TryGetValue(asset.Id, out var name) ? asset with { Name = name } : asset)], matches);
    }

    /// <summary>Objects under the names of declarations that are not in the listing, and files that lie elsewhere than they are declared now.</summary>
    private static IEnumerable<ManifestEntry> Unlisted(AssetKind kind, IReadOnlyList<Declaration> declared, IReadOnlyList<LiveAsset> listed, Manifest manifest)
    {
        var ids = listed.Select(asset => asset.Id).ToHashSet(StringComparer.Ordinal);
        return declared.Select(declaration => (entry: manifest.Find(declaration.Asset), place: kind.PathOf(declaration)))
            .Where(pair => pair.entry is not null && (pair.place is null ? !ids.Contains(pair.entry.Id) : pair.entry.Id != pair.place && kind.Reaches(pair.entry.Id)))
            .Select(pair => pair.entry!).DistinctBy(entry => entry.Id);
    }
}
