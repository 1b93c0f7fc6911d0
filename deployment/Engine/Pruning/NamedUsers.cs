using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Pruning;

/// <summary>
/// Asks for objects of kinds that are not deployed, such as legacy alerts, where they may refer to what would be deleted.
/// </summary>
internal sealed class NamedUsers(IReadOnlyList<NamedObjects> named, IReadOnlyList<RemoteKind> deployed)
{
    public async Task AddAsync(ReferenceFinder references, PruneDraft draft, CancellationToken ct)
    {
        foreach (var users in named.Where(users => deployed.All(kind => kind.Name != users.Kind)))
        {
            var used = AssetReferences.From(users.Kind).ToHashSet(StringComparer.Ordinal);
            var usable = draft.Deletions.Where(deletion => used.Contains(deletion.Kind.Name)).ToList();
            if (usable.Count == 0)
                continue;

            var listing = await users.TryListAsync(ct);
            foreach (var user in listing.Live ?? [])
                references.Add(new ReferencingObject(users.Kind, user.Name, user.Id), user.State);
            if (listing.Live is null && !listing.HasNoApi)
                foreach (var deletion in usable)
                    draft.UndoDelete(deletion, $"a {AssetReferences.Target(users.Kind).Noun} may use it, and these may not be listed");
        }
    }
}
