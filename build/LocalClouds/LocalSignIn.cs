using Build.Running;
using Layercake.Engine.Environments;
using Layercake.LocalCloud;

namespace Build.LocalClouds;

/// <summary>
/// Makes every kind of sign-in work with <c>--env=local</c>: what a pipeline, a pod or a machine in Azure would provide, the local cloud
/// does.
/// </summary>
internal static class LocalSignIn
{
    private static readonly string[] NeedNobody =
    [
        SignInKinds.ClientSecret,
        SignInKinds.Certificate,
        SignInKinds.ManagedIdentity,
        SignInKinds.Auto,
    ];

    private const string OidcRequest = "SYSTEM_OIDCREQUESTURI";

    /// <summary>Where this process was told to ask for Azure Pipelines' tokens; null where it was not.</summary>
    private static volatile string? redirectedTo;

    /// <param name="environment">One that is not local.</param>
    /// <exception cref="BuildFailedException">Its pipeline's token would be sent to the local cloud.</exception>
    public static void ThrowIfRedirected(DeploymentEnvironment environment)
    {
        var isRedirected = redirectedTo is { } local && Environment.GetEnvironmentVariable(OidcRequest) == local;
        if (isRedirected && environment.AuthorityType is (SignInKinds.AzurePipelines or SignInKinds.Auto))
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"{environment.Name} is refused: this process signed in to a local environment with azure-pipelines before, and would send "
                    + "the pipeline's token there. Restart it, and keep such environments apart."
            );
    }

    /// <summary>Null where the vault says it.</summary>
    public static string? TenantId(DeploymentEnvironment environment, CloudDescription cloud) =>
        NeedNobody.Contains(environment.AuthorityType) ? null : cloud.TenantId;

    /// <inheritdoc cref="TenantId"/>
    public static string? ClientId(DeploymentEnvironment environment, CloudDescription cloud) =>
        NeedNobody.Contains(environment.AuthorityType) ? null : cloud.ClientId;

    /// <summary>The application's secret in the workspace is another than its secret in Entra.</summary>
    public static SecretNames SecretNames(DeploymentEnvironment environment, CloudDescription cloud) =>
        environment.AuthorityType == SignInKinds.DatabricksOAuth && environment.SecretNames.ClientSecret == new SecretNames().ClientSecret
            ? environment.SecretNames with
            {
                ClientSecret = cloud.DatabricksOAuthSecretName,
            }
            : environment.SecretNames;

    /// <summary>The variables that the kind looks for.</summary>
    public static IReadOnlyDictionary<string, string> Variables(string kind, CloudDescription cloud)
    {
        // The Azure SDK reads this one from the process, and nothing else in it does.
        if (kind == SignInKinds.AzurePipelines)
        {
            redirectedTo = cloud.AzurePipelinesOidcRequestUri;
            Environment.SetEnvironmentVariable(OidcRequest, cloud.AzurePipelinesOidcRequestUri);
        }

        return kind switch
        {
            SignInKinds.ManagedIdentity => new Dictionary<string, string> { ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = cloud.Imds },
            SignInKinds.AccessToken => new Dictionary<string, string>
            {
                ["DATABRICKS_TOKEN"] = cloud.Token,
                ["DATABRICKS_HOST"] = "", // another workspace's
            },
            SignInKinds.GitHub => new Dictionary<string, string>
            {
                ["ACTIONS_ID_TOKEN_REQUEST_URL"] = cloud.GitHubOidcRequestUrl,
                ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = cloud.GitHubOidcRequestToken,
            },
            SignInKinds.AzurePipelines => new Dictionary<string, string>
            {
                [OidcRequest] = cloud.AzurePipelinesOidcRequestUri,
                ["SYSTEM_ACCESSTOKEN"] = cloud.AzurePipelinesAccessToken,
                ["AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"] = cloud.AzurePipelinesServiceConnectionId,
            },
            _ => new Dictionary<string, string>(),
        };
    }
}
