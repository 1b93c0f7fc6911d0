using Build.Running;

namespace Build.Deployments;

/// <summary>Carries out what the deployment tasks ask for, and keeps what an earlier step of the same run found.</summary>
public interface IDeployment
{
    /// <exception cref="BuildFailedException">The step did not succeed; what was reached is kept.</exception>
    Task RunAsync(DeploymentStep step);
}
