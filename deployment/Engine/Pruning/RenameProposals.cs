using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Moves;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>
/// Finds what looks renamed in Git and nothing else: a new asset is declared as one was that Git declares no more, and the object of that
/// one is as the last deployment left it.
/// </summary>
internal static class RenameProposals
{
    /// <param name="orphans">What Git declares no more.</param>
    /// <returns>By new asset, what to write where, as a clause. None where several could be meant.</returns>
    public static IReadOnlyDictionary<string, string> Of(
        PlannedDeployment planned,
        IReadOnlyList<ManifestEntry> orphans,
        IReadOnlyDictionary<string, AssetKind> kinds,
        DeploymentEnvironment environment
    )
    {
        var movable = orphans.Where(entry => !entry.Unread && CanBeMoved(kinds.GetValueOrDefault(entry.Kind))).ToList();
        var made = planned
            .Plan.Changes.Where(change => change.Action == ChangeAction.Create && CanBeMoved(kinds[change.Kind]))
            .GroupBy(change => (change.Kind, Unnamed(kinds[change.Kind], planned.Declarations[change.Asset].Content)))
            .Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single());

        // What names something that was renamed too is found once that is: each round may find more.
        var renamed = new Dictionary<AssetId, string>();
        while (true)
        {
            var pairs = movable
                .GroupBy(entry => (entry.Kind, Unnamed(kinds[entry.Kind], WithNewNames(entry, renamed))))
                .Where(group => group.Count() == 1 && made.ContainsKey(group.Key))
                .Select(group => (To: made[group.Key], From: group.Single()))
                .Where(pair => IsAsDeployed(planned, kinds[pair.From.Kind], pair.From))
                .ToList();
            if (pairs.Count <= renamed.Count)
                return pairs.ToDictionary(pair => pair.To.Asset, pair => Proposal(pair.From, pair.To, environment), StringComparer.Ordinal);

            renamed = pairs.ToDictionary(pair => new AssetId(pair.From.Kind, pair.From.Name), pair => pair.To.Name);
        }
    }

    public static bool CanBeMoved(AssetKind? kind) => kind is { NameField: not null, InsteadOfRename: null };

    /// <summary>As it was declared, but for the names of what is renamed.</summary>
    private static JObject WithNewNames(ManifestEntry entry, Dictionary<AssetId, string> renamed) =>
        renamed.Count == 0
            ? entry.Declared
            : AssetReferences.Translate(
                entry.Kind,
                entry.Declared,
                reference => renamed.GetValueOrDefault(new AssetId(reference.To, reference.Value))
            );

    private static string Unnamed(AssetKind kind, JObject declared)
    {
        var rest = new JObject(declared);
        rest.Remove(kind.NameField!);
        return JsonValues.Digest(rest);
    }

    /// <summary>False also where a listing showed a part of it, so that nobody knows.</summary>
    private static bool IsAsDeployed(PlannedDeployment planned, AssetKind kind, ManifestEntry entry) =>
        planned.Live.GetValueOrDefault(kind.Name)?.FirstOrDefault(asset => asset.Id == entry.Id) is { IsPartial: false } live
        && ObjectEdits.Of(kind, entry, live).Count == 0;

    private static string Proposal(ManifestEntry from, Change to, DeploymentEnvironment environment) =>
        $"but for its name it is what {from.Asset} was, which Git declares no more: to keep the object of that one, add "
        + $"{MoveFile.EntryOf(InGit(from.Kind, from.Name, environment.NamePrefix), InGit(to.Kind, to.Name, environment.NamePrefix))} to "
        + $"{MoveFile.Path}";

    private static string InGit(string kind, string name, string prefix) =>
        AssetId.Of(kind, name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name);
}
