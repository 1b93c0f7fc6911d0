using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Looks for what a deployment that was cut short may have created, until no list can lag any more: so that no second one is made.</summary>
internal sealed class LateObjects(IReadOnlyList<AssetKind> kinds, TimeProvider clock)
{
    /// <exception cref="PlanOutOfDateException">One of them shows now.</exception>
    public async Task CheckAsync(PlannedDeployment planned, IApplyWatcher watcher, CancellationToken ct)
    {
        var assets = planned.PerhapsLate.Select(AssetName.Parse).ToLookup(asset => asset.Kind, asset => asset.Name);
        if (assets.Count == 0)
            return;

        watcher.Note($"An earlier deployment was cut short while it created {string.Join(", ", planned.PerhapsLate)}, and no list of the workspace shows "
            + $"{(planned.PerhapsLate.Count == 1 ? "it" : "them")}. Lists may lag, so this looks for {ReadLag.Longest.TotalSeconds:0} s before it goes on.");
        foreach (var wait in ReadLag.Waits)
        {
            await Task.Delay(wait, clock, ct);
            foreach (var kind in kinds.Where(kind => assets.Contains(kind.Name)))
            {
                var live = await kind.ListAsync([], planned.Manifest.Remembered(kind.Name), ct);
                if (live.FirstOrDefault(asset => assets[kind.Name].Contains(asset.Name)) is { } found)
                    throw new PlanOutOfDateException($"{kind.Name}.{found.Name} ({found.Id}) shows only now; an earlier deployment that was cut short may have made it");
            }
        }
    }
}
