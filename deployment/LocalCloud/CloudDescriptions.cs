using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud;

/// <summary>Describes a cloud whose addresses are known.</summary>
internal static class CloudDescriptions
{
    public static CloudDescription Of(CloudAccounts accounts, CloudUrls urls, string certificatePem) =>
        new()
        {
            WorkspaceHttp = urls.Http,
            WorkspaceHttps = urls.Https,
            Token = accounts.Token,
            Authority = urls.Https,
            Arm = urls.Https,
            Vault = urls.Https,
            TenantId = accounts.TenantId,
            ClientId = accounts.Deployment.ClientId,
            ClientSecretName = accounts.ClientSecretName,
            CertificatePem = Path.GetFullPath(certificatePem),
            Admin = urls.Http + AdminRoutes.Prefix,
            SubscriptionId = accounts.SubscriptionId,
            ResourceGroup = accounts.ResourceGroup,
            WorkspaceName = accounts.WorkspaceName,
            WorkspaceId = accounts.WorkspaceId,
            VaultName = accounts.VaultName,
            DeveloperClientId = accounts.Developer.ClientId,
            DeveloperClientSecret = accounts.Developer.Secret!,
            WebClientId = accounts.Web.ClientId,
            WebClientSecret = accounts.Web.Secret!,
            ClientCertificateUrl = $"{urls.Http}{AdminRoutes.Prefix}/apps/deployment/certificate",
            ClientCertificateSecretName = accounts.CertificateSecretName,
            ClientCertificatePemSecretName = accounts.PemCertificateSecretName,
            DatabricksOAuthSecretName = accounts.OAuthSecretName,
            GitHubOidcRequestUrl = $"{urls.Https}/{OidcIssuers.GitHub}/token?api-version=2.0",
            GitHubOidcRequestToken = accounts.GitHubRequestToken,
            AzurePipelinesOidcRequestUri = $"{urls.Https}/{OidcIssuers.AzurePipelines}/oidctoken",
            AzurePipelinesAccessToken = accounts.PipelinesAccessToken,
            AzurePipelinesServiceConnectionId = accounts.ServiceConnectionId,
            FederatedTokenUrl = $"{urls.Http}{AdminRoutes.Prefix}/federated-token",
            Imds = urls.Http,
            IdentityEndpoint = $"{urls.Http}/msi/token",
            IdentityHeader = accounts.IdentityHeader,
            ManagedIdentityClientId = accounts.UserAssignedIdentity.ClientId,
            ManagedIdentityObjectId = accounts.UserAssignedIdentity.ObjectId,
            ManagedIdentityResourceId = accounts.UserAssignedIdentityResourceId,
            WorkspaceResourceId = accounts.WorkspaceResourceId,
            ProcessId = Environment.ProcessId,
        };
}
