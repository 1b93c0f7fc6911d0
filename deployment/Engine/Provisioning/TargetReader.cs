using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Layercake.Engine.Provisioning;

/// <summary>Reads out of an environment what it is to have in Azure.</summary>
public static class TargetReader
{
    /// <summary>The target, or null and findings that say all that is missing.</summary>
    public static InfrastructureTarget? Read(DeploymentEnvironment environment, SignInRequirements needs, ICollection<Finding> findings)
    {
        var vault = environment.Vault is { HostNameType: UriHostNameType.Dns } address ? address.Host.Split('.')[0] : null;
        var wanted = new (string Setting, string? Value)[]
        {
            ("subscription_id", environment.SubscriptionId),
            ("resource_group", environment.ResourceGroup),
            ("location", environment.Infrastructure.Location),
            ("workspace_name", environment.WorkspaceName),
            ("vault_name", vault),
        };
        var missing = wanted.Where(setting => setting.Value is null).Select(setting => setting.Setting).ToList();
        foreach (var setting in missing)
            findings.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "INF001",
                    File = environment.File,
                    Asset = $"environment {environment.Name}",
                    Message =
                        $"It does not say {setting}, which provisioning needs. Add it to the file, or give "
                        + $"--{setting.Replace('_', '-')}=VALUE.",
                }
            );

        return missing.Count > 0
            ? null
            : new InfrastructureTarget
            {
                SubscriptionId = environment.SubscriptionId!,
                ResourceGroup = environment.ResourceGroup!,
                Location = environment.Infrastructure.Location!,
                WorkspaceName = environment.WorkspaceName!,
                VaultName = vault!,
                Settings = environment.Infrastructure,
                Secrets = [.. needs.Secrets.Select(name => new RequiredSecret(name, Holds(name, environment.SecretNames)))],
            };
    }

    private static string Holds(string name, SecretNames names) =>
        name switch
        {
            _ when name == names.TenantId => "tenant id",
            _ when name == names.ClientId => "client id of the deploying service principal",
            _ when name == names.ClientSecret => "client secret of the deploying service principal",
            _ when name == names.Certificate => "certificate and key of the deploying service principal",
            _ when name == names.CertificatePassword => "password of the certificate's file",
            _ when name == names.SubscriptionId => "subscription id",
            _ => "personal access token of the workspace",
        };
}
