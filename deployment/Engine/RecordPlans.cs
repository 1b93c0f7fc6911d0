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

/// <summary>Plans that change the record of what was deployed and no object. Nothing is written.</summary>
internal sealed class RecordPlans(SessionParts parts)
{
    /// <inheritdoc cref="DeploymentSession.PlanForgetAsync"/>
    public async Task<PlannedDeployment> PlanForgetAsync(string asset, CancellationToken ct)
    {
        var manifest = await parts.LoadedAsync(parts.Manifests.LoadAsync, ct);
        var known = manifest.Entries.Keys.Union(manifest.Creating.Keys).Union(manifest.Announced.Keys).ToList();
        var found = known.Contains(asset);
        return parts.Nothing(manifest, commit: null) with
        {
            Plan = new Plan
            {
                Environment = parts.Environment.Name,
                Workspace = parts.Url,
                Lock = manifest.Lock,
                Changes = [],
                Forgotten = found ? [asset] : [],
            },
            Findings = found ? [] : [Unknown(asset, known)],
        };
    }

    /// <inheritdoc cref="DeploymentSession.PlanAdoptAsync"/>
    public async Task<PlannedDeployment> PlanAdoptAsync(DeclaredAssets declared, string asset, string id, CancellationToken ct)
    {
        var loaded = await parts.Manifests.LoadCheckedAsync(ct);
        var manifest = MovedEntries.Applied(loaded, declared.Moves, declared.Declarations, parts.Declarable);
        var adoption = new AdoptionPlanner(parts.ByName, parts.Environment, parts.Others.HolderAsync);
        var plan = await adoption.PlanAsync(declared.Declarations, manifest, asset, id, ct);
        return parts.Nothing(manifest, commit: null) with
        {
            Findings = plan.Error is { } error ? [error] : [],
            Refusals = plan.Refusal is { } refusal ? [refusal] : [],
            Adoptions = plan.Entry is { } entry ? [entry] : [],
        };
    }

    private Finding Unknown(string asset, IReadOnlyList<string> known) =>
        new()
        {
            Severity = Severity.Error,
            Code = "MAN001",
            Message =
                $"{asset} is not in the record of what was deployed to {parts.Environment.Name} from here, so there is nothing to "
                + $"forget.{NameSuggestion.Suggest(asset, known)} Give an asset as kind and name: --asset=jobs.nightly.",
        };
}
