namespace Build.Deployments;

/// <summary>What one deployment task asks for.</summary>
public enum DeploymentStep
{
    Validate,
    Plan,
    FetchSecrets,
    GetToken,
    DeployInitScripts,
    DeployClusters,
    StopClusters,
    DeployNotebooks,
    DeployJobs,

    /// <summary>All kinds in one plan.</summary>
    Deploy,
}
