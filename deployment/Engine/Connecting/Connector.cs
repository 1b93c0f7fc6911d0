using Layercake.Engine.Environments;
using Layercake.Identity;
using Layercake.Identity.Http;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Identity.Workspaces;
using Layercake.Rest;
using Microsoft.Extensions.Logging;

namespace Layercake.Engine.Connecting;

/// <summary>The way from an environment to its workspace, in the steps that a deployment shows: secrets, token, workspace.</summary>
public sealed class Connector : IDisposable
{
    private readonly DeploymentEnvironment environment;
    private readonly ConnectionOptions options;
    private readonly AzureCloud cloud;
    private readonly HttpClient azure;
    private readonly SocketsHttpHandler workspace;
    private readonly TrailingLineEnd ends;

    public Connector(DeploymentEnvironment environment, ConnectionOptions options)
    {
        (this.environment, this.options) = (environment, options);
        cloud =
            options.Cloud
            ?? AzureCloud.Named(environment.Cloud)
            ?? throw new ConnectionException(
                $"{environment.File} names no Azure cloud: {environment.Cloud}. Set cloud to public, usgovernment or china."
            );
        (azure, workspace) = (
            AzureHttpClientFactory.CreateClient(cloud, options.Clock, options.Loggers, options.Redactor),
            AzureHttpClientFactory.CreateHandler(cloud)
        );
        ends = new TrailingLineEnd(options.Redactor);
        foreach (var given in environment.Given.All)
            options.Redactor.Register(given.Value);
    }

    /// <summary>Reads from the environment's vault what its kind of sign-in needs, and nothing else.</summary>
    /// <exception cref="VaultException">A secret is missing, disabled, expired or may not be read.</exception>
    /// <exception cref="SignInException">Nobody is signed in who could read the vault, or a certificate cannot be used.</exception>
    /// <exception cref="ConnectionException">The environment does not say enough.</exception>
    public async Task<DeploymentSecrets> FetchSecretsAsync(CancellationToken ct)
    {
        var (recipe, needs, subscription) = await ChooseAsync(ct);
        if (environment.Vault is null && needs.Secrets.Count > 0)
            throw new ConnectionException(
                $"{environment.File} names no vault, and {string.Join(", ", needs.Secrets)} would be read from it. Set vault_name "
                    + $"or vault_url."
            );

        var vault = OpenVault(needs);
        var values = new VaultValues(environment.Vault, await ReadAsync(vault, needs.Secrets, ct), ends);
        var made = recipe.Make(values);
        return new DeploymentSecrets
        {
            Kind = recipe.Kind,
            Choice = needs.Choice,
            SubscriptionId = environment.SubscriptionId ?? (subscription is null ? null : values[subscription]),
            Fetched = values.All,
            Vault = vault,
            Reader = needs.Reader,
            Identity = made,
            LineEndsCut = ends.Cut,
        };
    }

    /// <summary>Says what signing in takes, and reads none of it.</summary>
    /// <exception cref="ConnectionException">The environment does not say enough.</exception>
    public async Task<SignInRequirements> NeedsAsync(CancellationToken ct) => (await ChooseAsync(ct)).Needs;

    /// <summary>The environment's vault, read as signing in does; where the environment names none, every read says so.</summary>
    public ISecretSource OpenVault(SignInRequirements needs)
    {
        var (address, names) = (environment.Vault, environment.SecretNames);
        if (options.User is not null)
            return new UserSignIn.NoVault(VaultReader.NameOf(address), environment.File);

        return new VaultReader(
            address is null ? null : new KeyVaultSecrets(address, new TokenSourceCredential(needs.Reader), azure, options.Clock),
            VaultReader.NameOf(address),
            environment.File,
            options.Redactor,
            new[] { names.TenantId, names.ClientId, names.SubscriptionId }.ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>Azure itself, as whoever reads the vault: the deploying identity may have its secret still to come.</summary>
    public ResourceManagerClient OpenAzure(SignInRequirements needs) => new(azure, cloud, needs.Reader, options.Clock);

    /// <summary>A workspace as the same one, by a token of Entra.</summary>
    /// <param name="enters">Whether a principal whom the workspace does not know may become one of its users by that.</param>
    public WorkspaceClient OpenWorkspace(SignInRequirements needs, Uri url, string resourceId, bool enters) =>
        Client(url, needs.Reader, new EntraWorkspaceCredential(needs.Reader, environment.Resource), resourceId, enters);

    /// <summary>Signs in and finds the workspace.</summary>
    /// <exception cref="SignInException">Whoever was asked for a token refused.</exception>
    /// <exception cref="WorkspaceLookupException">The workspace could not be found.</exception>
    public Task<Connection> SignInAsync(DeploymentSecrets secrets, CancellationToken ct) => SignInAsync(secrets, enters: true, ct);

    /// <param name="enters">Whether a principal whom the workspace does not know may become one of its users by that.</param>
    /// <inheritdoc cref="SignInAsync(DeploymentSecrets, CancellationToken)"/>
    public async Task<Connection> SignInAsync(DeploymentSecrets secrets, bool enters, CancellationToken ct)
    {
        var identity = secrets.Identity;
        if (identity.Azure is { } entra)
            await entra.GetAsync(environment.Resource, renew: false, ct);

        var (url, resourceId) = environment.WorkspaceUrl is { } given ? (given, null) : await FindAsync(secrets, ct);
        var credential = identity.Open(url);
        if (identity.Azure is null)
            await credential.GetAsync(renew: false, ct);

        return new Connection(Client(url, identity.Azure, credential, resourceId, enters), url, credential.Description)
        {
            Azure = identity.Azure,
            ResourceId = resourceId,
        };
    }

    public void Dispose()
    {
        azure.Dispose();
        workspace.Dispose();
    }

    /// <summary>Waits for all of them, so that whoever puts secrets right learns of all that are wrong.</summary>
    private async Task<IReadOnlyList<VaultSecret>> ReadAsync(ISecretSource vault, IReadOnlyList<string> names, CancellationToken ct)
    {
        var reads = names.Select(name => ReadAsync(vault, name, ct)).ToList();
        try
        {
            return await Task.WhenAll(reads);
        }
        catch (VaultException)
        {
            throw VaultException.All(
                environment.Vault!,
                [.. reads.Select(read => read.Exception?.InnerException).OfType<VaultException>()]
            );
        }
    }

    /// <summary>What somebody signs in with is never empty; whoever were asked would say so in other words.</summary>
    private async Task<VaultSecret> ReadAsync(ISecretSource vault, string name, CancellationToken ct)
    {
        var secret = await vault.GetAsync(name, version: null, ct);
        return string.IsNullOrWhiteSpace(secret.Value)
            ? throw new VaultException($"{name} in vault {environment.Vault} is empty. Store its value there as a new version.")
            : secret;
    }

    private async Task<(SignInRecipe Recipe, SignInRequirements Needs, string? Subscription)> ChooseAsync(CancellationToken ct)
    {
        var context = new SignInContext(environment, options, cloud, azure, ends);
        var (recipe, choice) =
            options.User is { } user ? (UserSignIn.Recipe(user, context), null)
            : environment.AuthorityType == SignInKinds.Auto ? await new AutoSignIn(context).PickAsync(ct)
            : (SignInRecipes.For(environment.AuthorityType, context), null);

        var reader =
            recipe.Ready
            ?? new RedactedTokenSource(
                VaultSignIn.Choose(cloud, options.Developer, name => context.Variable(name), azure, options.Clock),
                options.Redactor
            );
        var subscription =
            environment.WorkspaceUrl is null && environment.SubscriptionId is null ? environment.SecretNames.SubscriptionId : null;
        string[] names = [.. recipe.Secrets, .. subscription is null ? [] : new[] { subscription }];
        return (recipe, new SignInRequirements(recipe.Kind, choice, [.. names.Distinct(StringComparer.Ordinal)], reader), subscription);
    }

    private WorkspaceClient Client(Uri url, ITokenSource? entra, IWorkspaceCredential credential, string? resourceId, bool enters)
    {
        HttpMessageHandler handler =
            entra is null || !enters
                ? workspace
                : new WorkspaceAdmissionHandler(entra, resourceId, cloud.ServiceManagementResource, workspace);
        return new WorkspaceClient(
            new HttpMessageInvoker(handler, disposeHandler: false),
            new WorkspaceOptions
            {
                Url = url,
                Token = (renew, ct) => TokenAsync(credential, renew, ct),
                Writes = options.Writes,
                Concurrency = environment.Concurrency,
                Clock = options.Clock,
                Redactor = options.Redactor,
            },
            options.Loggers.CreateLogger<WorkspaceClient>()
        );
    }

    /// <summary>In the middle of a deployment, that there is no token is the failure of whatever needed one.</summary>
    private static async ValueTask<string> TokenAsync(IWorkspaceCredential credential, bool renew, CancellationToken ct)
    {
        try
        {
            return await credential.GetAsync(renew, ct);
        }
        catch (SignInException e)
        {
            throw new HttpRequestException(HttpRequestError.UserAuthenticationError, e.Message, e);
        }
    }

    private async Task<(Uri Url, string? ResourceId)> FindAsync(DeploymentSecrets secrets, CancellationToken ct)
    {
        if (environment.ResourceGroup is null || environment.WorkspaceName is null)
            throw new ConnectionException(
                $"{environment.File} does not say where the workspace is. Set workspace_url, or subscription_id, resource_group "
                    + $"and workspace_name."
            );
        if (secrets.Identity.Azure is not { } entra)
            throw new ConnectionException(
                $"{environment.File} signs in by {secrets.Kind}, which only the workspace itself accepts: Azure cannot be asked "
                    + $"where it is. Set workspace_url."
            );

        var location = await new WorkspaceLocator(new ResourceManagerClient(azure, cloud, entra, options.Clock)).FindAsync(
            secrets.SubscriptionId!,
            environment.ResourceGroup,
            environment.WorkspaceName,
            ct
        );
        return (location.Url, location.ResourceId);
    }
}

/// <summary>A workspace that this deployment is signed in to.</summary>
/// <param name="SignedInAs">Who it is there: <c>client 7b21… of tenant 5d0c…</c>.</param>
public sealed record Connection(WorkspaceClient Client, Uri Url, string SignedInAs)
{
    /// <summary>Gives tokens for Azure; null when only the workspace knows who this is.</summary>
    public ITokenSource? Azure { get; init; }

    /// <summary>The workspace in Azure; null when only its address is known.</summary>
    public string? ResourceId { get; init; }
}
