using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Moves;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;

namespace Layercake.Engine;

/// <summary>Plans of deployments and of deletions, whoever has to approve them. Nothing is written.</summary>
internal sealed class DeploymentPlans(SessionParts parts)
{
    /// <inheritdoc cref="DeploymentSession.PlanAsync"/>
    public async Task<PlannedDeployment> PlanAsync(DeclaredAssets declared, Selection selection, CancellationToken ct)
    {
        var selected = new SelectedAssets(selection, declared, parts.Kinds);
        var planned = await selected.NoteAsync(await parts.Planner.PlanAsync(declared, selected.Selection, ct), ct);
        if (parts.Environment.OwnerOnly)
            planned = await new OwnerFilter(parts.Ownership).ApplyAsync(planned, ct);
        planned = await SharedObjects.NotedAsync(planned, parts.Others, ct);
        var isWhole = parts.Kinds.All(kind => selection.Kinds.Contains(kind.Name));
        if (isWhole)
        {
            planned = Orphans.Noted(planned, declared, parts.Declarable, parts.Environment);
            if (parts.Environment.Prune && !declared.IsPartial && !planned.HasErrors)
            {
                var options = new PruneOptions { Only = selection.Only, IsApproved = selection.IsApproved };
                planned = await PruneAsync(planned, declared, options, ct);
            }
            else
            {
                planned = await PlacesElsewhere.NotedAsync(planned, parts.ByName, ct);
            }
        }

        // A deployment of some kinds leaves the stopping to StopClusters.
        if (isWhole)
            planned = PlannedStops.Noted(planned, parts.ByName);
        planned = PruneRefusals.Limited(planned, parts.Environment);

        // A plan for no kind is only about what earlier deployments left to be stopped.
        return selection.Kinds.Count == 0 ? planned : DataLoss.Checked(planned, parts.ByName, selection.DataLoss);
    }

    /// <inheritdoc cref="DeploymentSession.PlanPruneAsync"/>
    public async Task<PlannedDeployment> PlanPruneAsync(DeclaredAssets declared, PruneOptions options, string? commit, CancellationToken ct)
    {
        var loaded = await parts.LoadedAsync(parts.Manifests.LoadCheckedAsync, ct);
        var manifest = MovedEntries.Applied(loaded, declared.Moves, declared.Declarations, parts.Declarable);
        var nothing = parts.Nothing(manifest, commit) with { Findings = declared.Findings };
        var planned = SelectedOrphans.Checked(await PruneAsync(nothing, declared, options, ct), options.Only);
        return DataLoss.Checked(PruneRefusals.Limited(planned, parts.Environment), parts.ByName, options.DataLoss);
    }

    /// <inheritdoc cref="DeploymentSession.PlanDestroyAsync"/>
    public async Task<PlannedDeployment> PlanDestroyAsync(PruneOptions options, CancellationToken ct)
    {
        var nothing = parts.Nothing(await parts.LoadedAsync(parts.Manifests.LoadCheckedAsync, ct), commit: null);
        var planned = await parts.Pruning.AddAsync(nothing, new DeclaredAssets([], []), options with { Destroys = true }, ct);
        planned = DataLoss.Checked(planned, parts.ByName, options.DataLoss);
        return planned with { Plan = planned.Plan with { Destroys = true } };
    }

    private async Task<PlannedDeployment> PruneAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PruneOptions options,
        CancellationToken ct
    ) => SelectedOrphans.Noted(await parts.Pruning.AddAsync(planned, declared, options, ct), declared, parts.Declarable, options.Only);
}
