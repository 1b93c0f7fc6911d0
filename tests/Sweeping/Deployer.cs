namespace Layercake.Sweeping;

/// <summary>Who deploys.</summary>
public enum Deployer
{
    /// <summary>A user in the group <c>admins</c>, by personal access token.</summary>
    Administrator,

    /// <summary>A service principal in no group of power, which may create clusters and owns only what it makes.</summary>
    ServicePrincipal,
}
