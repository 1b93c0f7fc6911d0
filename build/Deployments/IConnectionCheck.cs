using Build.Running;

namespace Build.Deployments;

/// <summary>The way to the run's environment, tried step by step.</summary>
public interface IConnectionCheck
{
    /// <exception cref="BuildFailedException">A check failed.</exception>
    Task RunAsync();
}
