using Layercake.Engine.Kinds;

namespace Build.Deployments;

/// <summary>Runs the steps of a deployment, each with the findings before it and with what its failure means.</summary>
internal sealed class Deployment(
    PlanCreator plans,
    CheckSteps checks,
    PlanSteps planning,
    ApplySteps applying,
    RecordEdits edits,
    EnvironmentLocking locking,
    StepFailures failures,
    RunWrites writes
) : IDeployment
{
    public Task RunAsync(DeploymentStep step) => RunAsync(() => StepAsync(step));

    public Task DeployAsync(IReadOnlyList<string> kinds) => RunAsync(() => applying.DeployAsync(kinds, stop: false));

    private Task RunAsync(Func<Task> step)
    {
        writes.BeginTask();
        return failures.ExplainAsync(async () =>
        {
            await plans.ShowFindingsAsync();
            await step();
        });
    }

    // Without a default the compiler asks for each step, so that a new one cannot deploy everything.
#pragma warning disable CS8524
    private Task StepAsync(DeploymentStep step) =>
        step switch
        {
            DeploymentStep.Validate => checks.ValidateAsync(),
            DeploymentStep.ValidateOnline => checks.ValidateOnlineAsync(),
            DeploymentStep.FetchSecrets => checks.FetchSecretsAsync(),
            DeploymentStep.GetToken => checks.GetTokenAsync(),
            DeploymentStep.Lock => locking.LockAsync(),
            DeploymentStep.Unlock => locking.UnlockAsync(),
            DeploymentStep.Forget => edits.ForgetAsync(),
            DeploymentStep.Adopt => edits.AdoptAsync(),
            DeploymentStep.Plan => planning.PlanAsync(),
            DeploymentStep.StopClusters => applying.StopAsync(),
            DeploymentStep.Prune => applying.PruneAsync(),
            DeploymentStep.Destroy => applying.DestroyAsync(),
            DeploymentStep.Deploy => applying.DeployAsync(KindTable.Names, stop: true),
        };
#pragma warning restore CS8524
}
