namespace Layercake.Web.Runs;

/// <summary>What a run is asked to do.</summary>
public enum RunTask
{
    /// <summary>Says what an export would change in the files; writes nothing.</summary>
    Compare,

    /// <summary>Writes what the workspace has into the files.</summary>
    Export,

    /// <summary>Plans a deployment of what the files declare, and seals the plan.</summary>
    Validate,

    /// <summary>Plans the deletion of what was deployed and the files declare no more, and seals the plan.</summary>
    FindDeleted,

    /// <summary>Carries out a sealed plan.</summary>
    Apply,

    /// <summary>Brings the files to where the remote's branch is.</summary>
    Pull,

    /// <summary>Commits the files and sends them to a branch of the remote.</summary>
    Push,
}
