using System.Net;
using Layercake.Web.Access;

namespace Layercake.Web.Configuration;

/// <summary>How the server is reached, and who may do what. It belongs to whoever runs the server.</summary>
public sealed record WebConfiguration
{
    public SignInMode Mode { get; init; } = SignInMode.OneTimeAddress;

    /// <summary>The address that is listened on.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>As browsers know the server, without a path; null where that is the address listened on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Where proxies are whose headers are believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    public RoleRules Roles { get; init; } = RoleRules.None;

    /// <summary>Which ways the server goes, whoever asks.</summary>
    public AppModes AppModes { get; init; } = AppModes.Both;

    /// <summary>As whom runs sign in to workspaces.</summary>
    public DeployAsRules DeployAs { get; init; } = DeployAsRules.ServicePrincipal;

    /// <summary>Null for other modes.</summary>
    public EntraSettings? Entra { get; init; }

    /// <summary>The header of <see cref="SignInMode.Proxy"/> that names the user.</summary>
    public string UserHeader { get; init; } = "X-Forwarded-User";

    /// <summary>The header of <see cref="SignInMode.Proxy"/> that names the user's groups, with commas.</summary>
    public string GroupsHeader { get; init; } = "X-Forwarded-Groups";

    /// <summary>Where the tokens of a Databricks App's users are proved; null for other modes.</summary>
    public Uri? WorkspaceUrl { get; init; }

    public bool IsLoopback => IPAddress.IsLoopback(Listen);
}

/// <summary>The application that users sign in to.</summary>
/// <param name="Authority">Entra's address, without the tenant.</param>
public sealed record EntraSettings(Uri Authority, string TenantId, string ClientId)
{
    public required string ClientSecret { get; init; }

    public static Uri Public { get; } = new("https://login.microsoftonline.com");

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} of {TenantId} at {Authority}";
}
