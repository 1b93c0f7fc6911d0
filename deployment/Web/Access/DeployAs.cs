namespace Layercake.Web.Access;

/// <summary>As whom runs sign in to a workspace.</summary>
public enum DeployAs
{
    /// <summary>Whom the environment says.</summary>
    ServicePrincipal,

    /// <summary>The user who asks, with a token of their own.</summary>
    User,
}

/// <summary>As whom the runs of a server sign in, by environment.</summary>
/// <param name="Environments">
/// <see cref="RoleRules.AnyEnvironment"/> stands for those that are not named; without it they have
/// <see cref="DeployAs.ServicePrincipal"/>.
/// </param>
public sealed record DeployAsRules(IReadOnlyDictionary<string, DeployAs> Environments)
{
    public static DeployAsRules ServicePrincipal { get; } = new(new Dictionary<string, DeployAs>());

    /// <summary>The names in the configuration.</summary>
    public static IReadOnlyList<string> Names { get; } = ["service_principal", "user"];

    public bool HasUser => Environments.Values.Contains(DeployAs.User);

    /// <summary>Null when there is none of that name.</summary>
    public static DeployAs? Named(string name) =>
        name switch
        {
            "service_principal" => DeployAs.ServicePrincipal,
            "user" => DeployAs.User,
            _ => null,
        };

    public DeployAs Of(string environment) =>
        Environments.TryGetValue(environment, out var who) || Environments.TryGetValue(RoleRules.AnyEnvironment, out who)
            ? who
            : DeployAs.ServicePrincipal;

    /// <summary>What whoever runs the server, or uses it, has to know of an environment; null where there is nothing.</summary>
    public string? Warning(string environment) =>
        Of(environment) == DeployAs.User
            ? $"{environment} is deployed to as the user who asks (deploy_as). Objects, record and lease are then written by different "
                + "people: what one of them made, another may be unable to see, change or delete."
            : null;
}
