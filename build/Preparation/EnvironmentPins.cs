using Build.Running;
using Layercake.Engine.Environments;

namespace Build.Preparation;

/// <summary>
/// What each name of an environment meant when a server started. Roles go by these names, and whoever writes the files of Git is not to
/// decide which workspace a role is for.
/// </summary>
internal sealed class EnvironmentPins
{
    /// <summary>Where and as whom, by the settings that say it.</summary>
    private static readonly (string Setting, Func<DeploymentEnvironment, object?> Of)[] Meaning =
    [
        ("workspace_url", environment => environment.WorkspaceUrl),
        ("subscription_id", environment => environment.SubscriptionId),
        ("resource_group", environment => environment.ResourceGroup),
        ("workspace_name", environment => environment.WorkspaceName),
        ("vault", environment => environment.Vault),
        ("secret_prefix", environment => environment.SecretPrefix),
        ("secret_names", environment => environment.SecretNames),
        ("authority_type", environment => environment.AuthorityType),
        ("tenant_id", environment => environment.TenantId),
        ("client_id", environment => environment.ClientId),
        ("resource", environment => environment.Resource),
        ("certificate_file", environment => environment.CertificateFile),
        ("private_key_file", environment => environment.PrivateKeyFile),
        ("cert_thumbprint", environment => environment.CertificateThumbprint),
        ("service_connection_id", environment => environment.ServiceConnectionId),
        ("cloud", environment => (environment.Cloud, environment.IsLocal)),
    ];

    private readonly Dictionary<string, DeploymentEnvironment?> pinned;

    /// <summary>As the files are now.</summary>
    public EnvironmentPins(RunOptions run) =>
        pinned = EnvironmentReader.Names(run).ToDictionary(
            name => name,
            name => EnvironmentReader.Load(name, run, []),
            StringComparer.Ordinal
        );

    /// <exception cref="BuildFailedException">It is new, or means something else than it did.</exception>
    public void Check(DeploymentEnvironment environment)
    {
        if (!pinned.TryGetValue(environment.Name, out var then))
            throw Refused(environment, "is new since the server started");
        if (then is null)
            throw Refused(environment, "had an error when the server started");

        var moved = Meaning.Where(part => !Equals(part.Of(then), part.Of(environment))).Select(part => part.Setting).ToList();
        if (moved.Count > 0)
            throw Refused(environment, $"has another {string.Join(", ", moved)} than when the server started");
    }

    private static BuildFailedException Refused(DeploymentEnvironment environment, string why) =>
        new(
            ExitCodes.Refused,
            $"The environment {environment.Name} is refused: {environment.File} {why}, and roles are given by this name. Review that file, "
                + "then restart the server."
        );
}
