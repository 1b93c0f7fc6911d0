using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Pruning;

/// <summary>Asks for what parts of objects use without showing it in their state, where something of it would be deleted.</summary>
internal sealed class PartUsers(IReadOnlyList<RemoteKind> kinds)
{
    public async Task AddAsync(ReferenceFinder references, PruneDraft draft, PruneContext context, CancellationToken ct)
    {
        foreach (var part in kinds.OfType<IUsesOthers>())
        {
            var usable = draft.Deletions.Where(deletion => part.CanUse(deletion.Kind, deletion.Live.Id)).ToList();
            if (usable.Count > 0 && !await TryAddAsync(references, part, context, ct))
                foreach (var deletion in usable)
                    draft.UndoDelete(deletion, part.WhyUnknown);
        }
    }

    /// <returns>False where the identity may not ask.</returns>
    private async Task<bool> TryAddAsync(ReferenceFinder references, IUsesOthers part, PruneContext context, CancellationToken ct)
    {
        var of = kinds.First(kind => part.Kind.IsOf(kind.Kind));
        var objects = context.LiveOf(of).Where(asset => !asset.IsInTrash).ToList();
        if (await part.UsesAsync(objects, ct) is not { } uses)
            return false;

        var names = objects.ToDictionary(asset => asset.Id, asset => asset.Name);
        var matches = context.Planned.Known.Matches;

        // The plan writes before it deletes, so for these objects only what Git says counts.
        var written = context
            .Planned.Plan.Writes.Where(change => change.Kind == part.Kind.Name)
            .Select(change => matches.GetValueOrDefault(AssetId.Of(of.Name, change.Name))?.Live?.Id)
            .ToHashSet();
        foreach (var (id, content) in uses.Where(use => !written.Contains(use.Key)))
            references.Add(new ReferencingObject(of.Name, names.GetValueOrDefault(id, id), id), content);

        return true;
    }
}
