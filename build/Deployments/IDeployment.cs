using Build.Running;

namespace Build.Deployments;

/// <summary>Carries out what the deployment tasks ask for, and keeps what an earlier step of the same run found.</summary>
public interface IDeployment
{
    /// <exception cref="BuildFailedException">The step did not succeed; what was reached is kept.</exception>
    Task RunAsync(DeploymentStep step);

    /// <summary>Deploys these kinds alone, in one plan; unlike the step for all kinds it stops no clusters.</summary>
    /// <param name="kinds">By folder.</param>
    /// <exception cref="BuildFailedException">The deployment did not succeed; what was reached is kept.</exception>
    Task DeployAsync(IReadOnlyList<string> kinds);
}
