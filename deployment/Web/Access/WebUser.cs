namespace Layercake.Web.Access;

/// <summary>Who asks, and what they may do.</summary>
/// <param name="Name">As it is shown and recorded.</param>
/// <param name="Roles">
/// By environment. <see cref="RoleRules.AnyEnvironment"/> stands for those that are not named themselves.
/// </param>
public sealed record WebUser(string Name, IReadOnlyDictionary<string, IReadOnlySet<WebRole>> Roles)
{
    /// <summary>When to sign in again; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    public static WebUser Nobody { get; } = new("", new Dictionary<string, IReadOnlySet<WebRole>>());

    /// <summary>There is something that this user may do somewhere.</summary>
    public bool MayAnything => Roles.Values.Any(roles => roles.Count > 0);

    public bool May(WebRole role, string environment) =>
        (Roles.GetValueOrDefault(environment) ?? Roles.GetValueOrDefault(RoleRules.AnyEnvironment))?.Contains(role) == true;

    /// <exception cref="AccessDeniedException">The user has not this role there.</exception>
    public void Require(WebRole role, string environment)
    {
        if (!May(role, environment))
            throw new AccessDeniedException(
                $"{Name} may not {(role == WebRole.Look ? "see" : "do this in")} {environment}: it needs the role {role.Word()} there."
            );
    }
}
