namespace Layercake.Web.Access;

/// <summary>What a user may do.</summary>
public enum WebRole
{
    /// <summary>Sees environments, plans and runs, and makes plans.</summary>
    Look,

    /// <summary>Writes what a workspace has into the files.</summary>
    Export,

    /// <summary>Carries out plans that delete nothing.</summary>
    Deploy,

    /// <summary>Carries out plans that delete.</summary>
    Delete,
}
