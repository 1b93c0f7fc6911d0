using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud;

/// <summary>Describes a cloud whose addresses are known.</summary>
internal static class CloudDescriptions
{
    public static CloudDescription Of(Cloud cloud, string certificatePem)
    {
        var (accounts, https, http) = (cloud.Accounts, cloud.Urls.Https, cloud.Urls.Http);
        return new CloudDescription
        {
            WorkspaceHttp = http,
            WorkspaceHttps = https,
            Token = accounts.Token,
            Authority = https,
            Arm = https,
            Vault = https,
            TenantId = accounts.TenantId,
            ClientId = accounts.Deployment.ClientId,
            ClientSecretName = accounts.ClientSecretName,
            CertificatePem = Path.GetFullPath(certificatePem),
            Admin = http + Cloud.AdminPath,
            SubscriptionId = accounts.SubscriptionId,
            ResourceGroup = accounts.ResourceGroup,
            WorkspaceName = accounts.WorkspaceName,
            WorkspaceId = accounts.WorkspaceId,
            VaultName = accounts.VaultName,
            DeveloperClientId = accounts.Developer.ClientId,
            DeveloperClientSecret = accounts.Developer.Secret!,
            ClientCertificateUrl = $"{http}{Cloud.AdminPath}/apps/deployment/certificate",
            ClientCertificateSecretName = accounts.CertificateSecretName,
            ClientCertificatePemSecretName = accounts.PemCertificateSecretName,
            DatabricksOAuthSecretName = accounts.OAuthSecretName,
            GitHubOidcRequestUrl = $"{https}/{OidcIssuers.GitHub}/token?api-version=2.0",
            GitHubOidcRequestToken = accounts.GitHubRequestToken,
            AzurePipelinesOidcRequestUri = $"{https}/{OidcIssuers.AzurePipelines}/oidctoken",
            AzurePipelinesAccessToken = accounts.PipelinesAccessToken,
            AzurePipelinesServiceConnectionId = accounts.ServiceConnectionId,
            FederatedTokenUrl = $"{http}{Cloud.AdminPath}/federated-token",
            Imds = http,
            IdentityEndpoint = $"{http}/msi/token",
            IdentityHeader = accounts.IdentityHeader,
            ManagedIdentityClientId = accounts.UserAssignedIdentity.ClientId,
            ManagedIdentityObjectId = accounts.UserAssignedIdentity.ObjectId,
            ManagedIdentityResourceId = accounts.UserAssignedIdentityResourceId,
            WorkspaceResourceId = accounts.WorkspaceResourceId,
            ProcessId = Environment.ProcessId,
        };
    }
}
