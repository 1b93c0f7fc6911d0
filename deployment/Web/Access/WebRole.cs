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

/// <summary>The names of roles in the configuration and on the page.</summary>
public static class WebRoles
{
    public static string Word(this WebRole role) => role.ToString().ToLowerInvariant();
}
