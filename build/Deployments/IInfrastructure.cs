using Build.Running;

namespace Build.Deployments;

/// <summary>What the run's environment needs in Azure.</summary>
public interface IInfrastructure
{
    /// <summary>Creates what is missing, or only says what that is.</summary>
    /// <exception cref="BuildFailedException">Not everything could be created; what was stays.</exception>
    Task ProvisionAsync();
}
