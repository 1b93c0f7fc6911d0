using Build.Running;

namespace Build.Deployments;

/// <summary>What the deployment tasks are doors to; it keeps what an earlier step of the same run found.</summary>
public interface IDeployment
{
    /// <exception cref="BuildFailedException">The step did not succeed; what was reached is kept.</exception>
    Task RunAsync(DeploymentStep step);
}
