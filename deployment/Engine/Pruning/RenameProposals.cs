using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
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
        var before = orphans
            .Where(entry => !entry.Unread && CanBeMoved(kinds.GetValueOrDefault(entry.Kind)))
            .ToLookup(entry => (entry.Kind, Unnamed(kinds[entry.Kind], entry.Declared)));
        var proposals = planned
            .Plan.Changes.Where(change => change.Action == ChangeAction.Create && CanBeMoved(kinds[change.Kind]))
            .GroupBy(change => (change.Kind, Unnamed(kinds[change.Kind], planned.Declarations[change.Asset].Content)))
            .Where(group => group.Count() == 1 && before[group.Key].Count() == 1)
            .Select(group => (To: group.Single(), From: before[group.Key].Single()))
            .Where(pair => IsAsDeployed(planned, kinds[pair.From.Kind], pair.From));
        return proposals.ToDictionary(pair => pair.To.Asset, pair => Proposal(pair.From, pair.To, environment), StringComparer.Ordinal);
    }

    private static bool CanBeMoved(AssetKind? kind) => kind is { NameField: not null, InsteadOfRename: null };

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
