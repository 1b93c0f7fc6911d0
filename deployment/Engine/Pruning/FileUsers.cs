using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Asks for what uses files without showing it in its state, where one of these files would be deleted.</summary>
internal sealed class FileUsers(IReadOnlyList<RemoteKind> kinds)
{
    public async Task AddAsync(ReferenceFinder references, PruneDraft draft, PruneContext context, CancellationToken ct)
    {
        foreach (var part in kinds.OfType<IUsesFiles>())
        {
            var files = draft.Deletions.Where(deletion => deletion.Kind is not RemoteObjects && part.CanUse(deletion.Live.Id)).ToList();
            if (files.Count == 0)
                continue;

            if (await part.UsesAsync(ct) is { } uses)
                Add(references, part, uses, context);
            else
                foreach (var file in files)
                    draft.UndoDelete(file, part.WhyUnknown);
        }
    }

    private void Add(
        ReferenceFinder references,
        IUsesFiles part,
        IReadOnlyDictionary<string, JObject> uses,
        PruneContext context
    )
    {
        var of = kinds.First(kind => part.Kind.IsOf(kind.Kind));
        var names = context.LiveOf(of).ToDictionary(asset => asset.Id, asset => asset.Name);
        var matches = context.Planned.Known.Matches;

        // The plan writes before it deletes, so for these objects only what Git says counts.
        var written = context
            .Planned.Plan.Writes.Where(change => change.Kind == part.Kind.Name)
            .Select(change => matches.GetValueOrDefault(AssetId.Of(of.Name, change.Name))?.Live?.Id)
            .ToHashSet();
        foreach (var (id, content) in uses.Where(use => !written.Contains(use.Key)))
            references.Add(new ReferencingObject(of.Name, names.GetValueOrDefault(id, id), id), content);
    }
}
