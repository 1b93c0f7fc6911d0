using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Reads the policies that exported clusters name: what they fill in belongs into no other file.</summary>
internal sealed class NamedPolicies(IReadOnlyList<RemoteKind> kinds, WorkspaceNames names)
{
    private const string Policies = ClusterPolicyKind.Folder;

    /// <summary>One that may not be read is not known, so that what it fills in is exported.</summary>
    public async Task<KnownPolicies> ReadAsync(IReadOnlyList<ListedKind> listed, CancellationToken ct)
    {
        var ids = listed
            .Where(kind => kind.Kind is IHoldsClusters)
            .SelectMany(kind => kind.Drafts.Where(draft => draft.Live is not null).SelectMany(draft => IdsIn(kind.Kind, draft.Live!)))
            .ToHashSet(StringComparer.Ordinal);
        var exported = listed.Where(kind => kind.Kind.Name == Policies).SelectMany(kind => kind.Drafts).Select(draft => draft.Live);
        var found = ids.Count == 0 ? [] : await ReadAsync(ids, [.. exported.OfType<LiveAsset>()], ct);
        return new KnownPolicies(
            found
                .DistinctBy(policy => policy.Name)
                .ToDictionary(
                    policy => policy.Name,
                    policy =>
                        AssetReferences.Translate(
                            Policies,
                            policy.State,
                            reference => names.TextOf(reference.Target, reference.Value).Text
                        ),
                    StringComparer.Ordinal
                )
        );
    }

    /// <param name="exported">What is read already.</param>
    private async Task<IReadOnlyList<LiveAsset>> ReadAsync(
        IReadOnlySet<string> ids,
        IReadOnlyList<LiveAsset> exported,
        CancellationToken ct
    )
    {
        var remote = kinds.Single(kind => kind.Name == Policies);
        try
        {
            return (await remote.GetByIdsAsync([.. ids.Order(StringComparer.Ordinal).Select(Unseen)], exported, ct)).Found;
        }
        catch (WorkspaceApiException e) when (Exporter.IsOfOneKind(e))
        {
            return [];
        }
    }

    private static ManifestEntry Unseen(string id) => ManifestEntry.Unseen(Policies, id, id);

    private static IEnumerable<string> IdsIn(AssetKind kind, LiveAsset live) =>
        AssetReferences.In(kind.Name, live.State).Where(reference => reference.To == Policies).Select(reference => reference.Value);
}
