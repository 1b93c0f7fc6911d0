using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;
using Layercake.Secrecy;

namespace Layercake.Engine;

/// <summary>Plans of what was sealed, made anew and held against it. Nothing is written.</summary>
internal sealed class SealedPlans(SessionParts parts, DeploymentSession session)
{
    /// <inheritdoc cref="DeploymentSession.PlanSealedAsync"/>
    public async Task<PlannedDeployment> PlanAsync(SealedPlan approved, Redactor redactor, CancellationToken ct)
    {
        if (await parts.Sealer.ProblemsAsync(approved, ct) is { Count: > 0 } problems)
            return parts.Nothing(await parts.Manifests.LoadCheckedAsync(ct), approved.Plan.Commit) with { Refusals = problems };

        var declared = parts.Sealer.Declared(approved);
        var request = approved.Request;
        var planned = request.Prune switch
        {
            { Destroys: true } all => await session.PlanDestroyAsync(
                all.Options(request) with { IsApproved = true, Confirmed = approved.Confirmed },
                ct
            ),
            { } prune => await session.PlanPruneAsync(
                declared,
                prune.Options(request) with { IsApproved = true },
                approved.Plan.Commit,
                ct
            ),
            null => await session.PlanAsync(declared, request.Deployment(approved.Plan.Commit) with { IsApproved = true }, ct),
        };
        var compared = PruneRefusals.Confirmed(parts.Sealer.Compared(approved, planned, redactor), approved.Confirmed, parts.Environment);
        return session.Approval.Checked(
            compared with
            {
                Findings = [.. compared.Findings, .. await parts.Sealer.NotesAsync(approved, session.Tool, ct)],
            },
            parts.Environment,
            isSealed: true,
            await parts.User.IsAutoAsync(ct)
        );
    }

    /// <summary>The same once nobody else writes.</summary>
    /// <param name="planned">What was said before.</param>
    /// <exception cref="ApprovalLostException">What would happen is not what was approved any more.</exception>
    public async Task<PlannedDeployment> PlanAgainAsync(
        SealedPlan approved,
        PlannedDeployment planned,
        Redactor redactor,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        var again = await PlanAsync(approved, redactor, ct);
        if (again.Refusals.Count > 0)
            throw new ApprovalLostException(again.Refusals);
        if (again.DoneAlready.Except(planned.DoneAlready).ToList() is { Count: > 0 } meanwhile)
            watcher.Note($"As approved by now, without this run: {string.Join(", ", meanwhile)}.");

        return again;
    }
}
