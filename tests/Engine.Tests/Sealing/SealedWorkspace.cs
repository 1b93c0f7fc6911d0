using Layercake.Engine.Applying;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>Seals the plans of a workspace and applies them, as a pipeline does from one machine to another.</summary>
internal sealed class SealedWorkspace(TestWorkspace workspace) : IDisposable
{
    private readonly TempDirectory folder = new();

    public string File => folder["release.plan"];

    /// <summary>Any edit of an object of the plan is a refusal.</summary>
    public bool IsStrict { get; set; }

    /// <summary>The environment that is said to be destroyed when the plan is applied.</summary>
    public string? Confirmed { get; set; }

    /// <summary>Plans what Git declares now.</summary>
    /// <returns>The id of the plan.</returns>
    public async Task<string> SealAsync(PruneRequest? prune = null, TimeSpan? expires = null)
    {
        var session = workspace.Session();
        var request = new PlanRequest { Prune = prune };
        var planned = prune switch
        {
            null => await workspace.TryPlanAsync(session),
            { Destroys: true } => await session.PlanDestroyAsync(prune.Options(request), CancellationToken.None),
            _ => await workspace.PlanPruneAsync(prune.Options(request)),
        };
        var declared = prune is { Destroys: true } ? new DeclaredAssets([], []) : workspace.Read();
        Assert.False(planned.HasErrors, string.Join('\n', planned.Findings));
        var result = await session.SealAsync(planned, declared, request, expires, CancellationToken.None);
        Assert.Empty(result.Problems);
        return SealedPlanFile.Write(result.Plan!, File, workspace.Redactor);
    }

    /// <summary>What applying the plan would do now.</summary>
    public async Task<PlannedDeployment> PlanAsync()
    {
        using var opened = OpenedPlan.Open(File, id: null, isStrict: IsStrict, confirmed: Confirmed);
        return await workspace.Session().PlanSealedAsync(opened.Plan, workspace.Redactor, CancellationToken.None);
    }

    /// <summary>Why the plan is refused now, without the sentence that says what to do.</summary>
    public async Task<IReadOnlyList<string>> RefusalsAsync() =>
        [
            .. (await PlanAsync()).Refusals.Select(refusal =>
                refusal.ToString().Replace(" Plan again and have the new plan approved.", "", StringComparison.Ordinal)
            ),
        ];

    public async Task<Outcome> ApplyAsync(CancellationToken ct = default)
    {
        using var opened = OpenedPlan.Open(File, id: null, isStrict: IsStrict, confirmed: Confirmed);
        var session = workspace.Session();
        var planned = await session.PlanSealedAsync(opened.Plan, workspace.Redactor, ct);
        Assert.Empty(planned.Refusals);
        return await session.ApplySealedAsync(opened.Plan, planned, workspace.Redactor, new TestWorkspace.Nobody(workspace.Notes), ct);
    }

    public void Dispose() => folder.Dispose();
}
