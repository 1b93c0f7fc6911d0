using System.Security.Claims;

namespace Layercake.Web.Access;

/// <summary>Who asks, and what they may do.</summary>
/// <param name="Name">As it is shown and recorded.</param>
public sealed record WebUser(string Name, IReadOnlySet<WebRole> Roles)
{
    /// <summary>The claim of each role.</summary>
    public const string RoleClaim = "layercake/role";

    public static WebUser Of(ClaimsPrincipal principal) =>
        new(
            principal.Identity?.Name ?? "",
            principal.FindAll(RoleClaim).Select(claim => Enum.Parse<WebRole>(claim.Value)).ToHashSet()
        );

    public bool May(WebRole role) => Roles.Contains(role);

    /// <exception cref="AccessDeniedException">The user has not this role.</exception>
    public void Require(WebRole role)
    {
        if (!May(role))
            throw new AccessDeniedException($"{Name} may not do this: it needs the role {role.ToString().ToLowerInvariant()}.");
    }
}
