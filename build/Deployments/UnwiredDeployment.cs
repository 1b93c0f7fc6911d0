namespace Build.Deployments;

/// <summary>Stands where the engine is registered, in a host that was put together without it.</summary>
public sealed class UnwiredDeployment : IDeployment
{
    public Task RunAsync(DeploymentStep step, BuildContext context) =>
        throw new BuildFailedException(ExitCodes.Failed, $"{step} is not possible: this host was put together without the deployment engine.");
}
