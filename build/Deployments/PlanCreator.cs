using Build.Preparation;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Makes the plans of a run, and ends it where there is an error in what they are made of.</summary>
internal sealed class PlanCreator(
    RunOptions run,
    DeploymentPreparation preparation,
    RunFindings findings,
    SkippedAssets skipped,
    AssetsNotice assets,
    SelectionView selections,
    RunWrites writes
)
{
    private bool shown;

    /// <summary>Says once a run what is wrong with the environment and the declarations; any error ends it.</summary>
    public async Task ShowFindingsAsync()
    {
        if (shown)
            return;

        shown = true;
        assets.Show();
        var read = await preparation.Assets;
        ThrowIfBlocked(read.Findings, read.Blocking);
        skipped.Add(read.Skipped);
    }

    public async Task<PlannedDeployment> PlanAsync(IReadOnlyList<string> kinds)
    {
        if (run.SkipErrors)
            return await PlanRestAsync(kinds);

        var planned = await preparation.PlanAsync(kinds);
        var added = await NewFindingsAsync(planned);
        ThrowIfBlocked(added, [.. added.Where(finding => finding.Severity == Severity.Error)]);
        selections.Show(planned.NotSelected, planned.TakenAlong);
        return planned;
    }

    /// <summary>What <c>Prune</c> would delete.</summary>
    public async Task<PlannedDeployment> PlanPruneAsync() => await CheckedAsync(await preparation.PlanPruneAsync());

    /// <summary>What <c>Destroy</c> would delete.</summary>
    public async Task<PlannedDeployment> PlanDestroyAsync() => await CheckedAsync(await preparation.PlanDestroyAsync());

    /// <summary>What <c>Forget</c> would take out of the manifest.</summary>
    public async Task<PlannedDeployment> PlanForgetAsync(string asset)
    {
        var planned = await preparation.PlanForgetAsync(asset);
        ThrowIfBlocked(planned.Findings, [.. planned.Findings.Where(finding => finding.Severity == Severity.Error)]);
        return planned;
    }

    /// <summary>What <c>Adopt</c> would put into the manifest.</summary>
    public async Task<PlannedDeployment> PlanAdoptAsync(string asset, string id)
    {
        var planned = await preparation.PlanAdoptAsync(asset, id);
        ThrowIfBlocked(planned.Findings, [.. planned.Findings.Where(finding => finding.Severity == Severity.Error)]);
        ThrowIfRefused(planned);
        return planned;
    }

    /// <summary>Plans without what has errors.</summary>
    public async Task<PlannedDeployment> PlanRestAsync(IReadOnlyList<string> kinds)
    {
        var planned = await preparation.PlanAsync(kinds);
        var isolated = DeploymentSession.IsolateErrors(planned);
        ThrowIfBlocked(await NewFindingsAsync(planned), isolated.Blocking);
        skipped.Add(isolated.Skipped);
        selections.Show(planned.NotSelected, planned.TakenAlong);
        return isolated.Deployable;
    }

    /// <summary>Ends the run when its plan may not be carried out without someone's word.</summary>
    public void ThrowIfRefused(PlannedDeployment planned)
    {
        findings.Add(planned.Refusals);
        if (planned.Refusals.Count > 0)
            throw new BuildFailedException(ExitCodes.Refused, $"Refused. {writes.Summary}");
    }

    private async Task<PlannedDeployment> CheckedAsync(PlannedDeployment planned)
    {
        var added = await NewFindingsAsync(planned);
        ThrowIfBlocked(added, [.. added.Where(finding => finding.Severity == Severity.Error)]);
        selections.Show(planned.NotSelected, planned.TakenAlong);
        return planned;
    }

    /// <summary>What was found since the declarations were read.</summary>
    private async Task<IReadOnlyList<Finding>> NewFindingsAsync(PlannedDeployment planned) =>
        [.. planned.Findings.Except((await preparation.Assets).Findings)];

    /// <summary>Shows what was found, and ends the run when there is an error among it that nothing can be left out for.</summary>
    private void ThrowIfBlocked(IReadOnlyList<Finding> found, IReadOnlyList<Finding> blocking)
    {
        // That validation shows the other errors with the assets they are about.
        var withAssets = run.ValidatesOnline ? found.Where(finding => finding.Severity == Severity.Error).Except(blocking).ToList() : [];
        findings.Add(found.Except(withAssets));
        findings.AddWithoutLines(withAssets);
        if (blocking.Count > 0)
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsText.Summary(found)}. {writes.Summary}");
    }
}
