namespace Layercake.Sweeping;

/// <summary>What a run is asked for.</summary>
public enum Target
{
    Plan,
    Deploy,

    /// <summary>A deployment that leaves clusters as they are, as those of one kind do.</summary>
    DeployAndLeaveRunning,
    Prune,

    /// <summary>All goes that was deployed.</summary>
    Destroy,
    StopClusters,
    Export,
    Unlock,

    /// <summary>Plans a deployment, and writes the plan to be applied later.</summary>
    SealDeployment,

    /// <summary>The same for a prune.</summary>
    SealPrune,

    /// <summary>The same for the end of all that was deployed.</summary>
    SealDestroy,

    /// <summary>Applies the plan that was written, and says the word that one of an end needs.</summary>
    ApplySealed,
}
