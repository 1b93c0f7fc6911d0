namespace Build.Deployments;

/// <summary>What one deployment task asks for.</summary>
public enum DeploymentStep
{
    Validate,

    /// <summary>Says how each asset stands to the workspace; writes nothing.</summary>
    ValidateOnline,
    Plan,
    FetchSecrets,
    GetToken,

    /// <summary>Keeps deployments away from the environment.</summary>
    Lock,

    /// <summary>Ends a lock; where there is none, another deployment's right to write to the environment.</summary>
    Unlock,

    /// <summary>Gives up one asset without deleting its object.</summary>
    Forget,

    /// <summary>Takes an object of the workspace for an asset, under whatever name it has there.</summary>
    Adopt,
    StopClusters,

    /// <summary>All kinds in one plan; <see cref="IDeployment.DeployAsync"/> takes some of them.</summary>
    Deploy,

    /// <summary>Deletes what Git declares no more.</summary>
    Prune,

    /// <summary>Deletes all that this deployment made, or says what that is.</summary>
    Destroy,
}
