using Layercake.Engine.Environments;
using Layercake.Identity;
using Layercake.Rest;
using Microsoft.Extensions.Logging;

namespace Layercake.Engine.Connecting;

/// <summary>The way from an environment to its workspace, in the steps that a deployment shows: secrets, token, workspace.</summary>
public sealed class Connector(DeploymentEnvironment environment, ConnectionOptions options) : IDisposable
{
    private readonly HttpClient azure = Transport.CreateClient(options.Cloud);
    private readonly SocketsHttpHandler workspace = Transport.CreateHandler(options.Cloud);

    /// <summary>Reads the tenant, the client and its secret from the environment's vault.</summary>
    /// <exception cref="VaultException">A secret is missing, disabled, expired or may not be read.</exception>
    /// <exception cref="SignInException">Nobody is signed in who could read the vault.</exception>
    public async Task<DeploymentSecrets> FetchSecretsAsync(CancellationToken ct)
    {
        var address = environment.Vault ?? throw new ConnectionException($"{environment.File} names no vault. Set vault_name or vault_url.");
        var reader = VaultSignIn.Choose(options.Cloud, options.Developer, options.Variable, azure, options.Clock);
        var vault = new KeyVaultSecrets(address, reader, azure, options.Clock);
        var looksUp = environment.WorkspaceUrl is null && environment.SubscriptionId is null;
        var names = environment.SecretNames;

        var wanted = new[] { environment.TenantId is null ? names.TenantId : null, environment.ClientId is null ? names.ClientId : null, names.ClientSecret, looksUp ? names.SubscriptionId : null };
        var fetched = await Task.WhenAll(wanted.OfType<string>().Distinct(StringComparer.Ordinal).Select(name => vault.GetAsync(name, ct)));
        var secrets = fetched.ToDictionary(secret => secret.Name);
        return new DeploymentSecrets
        {
            TenantId = environment.TenantId ?? secrets[names.TenantId].Value,
            ClientId = environment.ClientId ?? secrets[names.ClientId].Value,
            ClientSecret = secrets[names.ClientSecret],
            SubscriptionId = environment.SubscriptionId ?? (looksUp ? secrets[names.SubscriptionId].Value : null),
            Fetched = fetched,
            ReadBy = reader.Description,
        };
    }

    /// <summary>Signs in as the service principal and finds the workspace.</summary>
    /// <exception cref="SignInException">Entra refused.</exception>
    /// <exception cref="WorkspaceLookupException">The workspace could not be found.</exception>
    public async Task<Connection> SignInAsync(DeploymentSecrets secrets, CancellationToken ct)
    {
        var tokens = new ClientSecretTokens(
            options.Cloud, secrets.TenantId, secrets.ClientId, secrets.ClientSecret.Value, $"{secrets.ClientSecret.Name} in vault {environment.Vault}", azure);
        await tokens.GetAsync(options.Cloud.DatabricksResource, renew: false, ct);

        var url = environment.WorkspaceUrl ?? await FindAsync(tokens, secrets, ct);
        var client = new WorkspaceClient(
            new HttpMessageInvoker(workspace, disposeHandler: false),
            new WorkspaceOptions
            {
                Url = url,
                Token = (renew, token) => tokens.GetAsync(options.Cloud.DatabricksResource, renew, token),
                Concurrency = environment.Concurrency,
                Clock = options.Clock,
            },
            options.Loggers.CreateLogger<WorkspaceClient>());
        return new Connection(client, url, secrets.ClientId);
    }

    public void Dispose()
    {
        azure.Dispose();
        workspace.Dispose();
    }

    private async Task<Uri> FindAsync(ClientSecretTokens tokens, DeploymentSecrets secrets, CancellationToken ct)
    {
        if (environment.ResourceGroup is null || environment.WorkspaceName is null)
            throw new ConnectionException($"{environment.File} does not say where the workspace is. Set workspace_url, or subscription_id, resource_group and workspace_name.");

        var bearer = await tokens.GetAsync(options.Cloud.ManagementResource, renew: false, ct);
        var locator = new WorkspaceLocator(azure, options.Cloud, options.Clock);
        return (await locator.FindAsync(secrets.SubscriptionId!, environment.ResourceGroup, environment.WorkspaceName, bearer, ct)).Url;
    }
}

/// <summary>A workspace that this deployment is signed in to.</summary>
/// <param name="ClientId">The application it is signed in as.</param>
public sealed record Connection(WorkspaceClient Client, Uri Url, string ClientId);
