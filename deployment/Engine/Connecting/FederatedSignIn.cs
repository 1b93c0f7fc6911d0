using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>Applications that trust the service which runs the deployment; nobody keeps a secret.</summary>
internal static class FederatedSignIn
{
    public const string TokenFile = "AZURE_FEDERATED_TOKEN_FILE";

    private static readonly string[] PipelineTenant = ["AZURESUBSCRIPTION_TENANT_ID", "tenantId", "AZURE_TENANT_ID"];
    private static readonly string[] PipelineClient = ["AZURESUBSCRIPTION_CLIENT_ID", "servicePrincipalId", "AZURE_CLIENT_ID"];

    public static SignInRecipe GitHub(SignInContext context)
    {
        var job = new GitHubOidc(context.Options.Variable, context.Http);
        return Trusting(
            SignInKinds.GitHub,
            context,
            new FederatedAuthentication("GitHub Actions", job.FetchAsync),
            ["AZURE_TENANT_ID"],
            ["AZURE_CLIENT_ID"]
        );
    }

    /// <summary>The service connection, which can be asked again in a long run; else the token that the task AzureCLI was given.</summary>
    public static SignInRecipe AzurePipelines(SignInContext context)
    {
        const string kind = SignInKinds.AzurePipelines;
        if (
            Connection(context) is { } connection
            && context.Variable("SYSTEM_ACCESSTOKEN") is { } access
            && context.Variable("SYSTEM_OIDCREQUESTURI") is not null
        )
            return SignInRecipe.Of(
                kind,
                AzureSdkTokenSources.AzurePipelines(
                    context.Cloud,
                    context.Tenant(kind, PipelineTenant),
                    context.Client(kind, PipelineClient),
                    connection,
                    access,
                    context.Http,
                    context.Clock
                ),
                context
            );
        if (context.Variable("idToken") is { } token)
            return Trusting(
                kind,
                context,
                new FederatedAuthentication("Azure Pipelines", _ => Task.FromResult(token)),
                PipelineTenant,
                PipelineClient
            );

        throw new ConnectionException(
            "This is no step of Azure Pipelines that may sign in. Run it in the task AzureCLI@2 with the service connection and "
                + "pass SYSTEM_ACCESSTOKEN: $(System.AccessToken) in its env; "
                + "elsewhere, set service_connection_id as well."
        );
    }

    public static SignInRecipe WorkloadIdentity(SignInContext context)
    {
        const string kind = SignInKinds.WorkloadIdentity;
        var file =
            context.Variable(TokenFile)
            ?? throw new ConnectionException(
                $"Nothing gives this machine a federated token: {TokenFile} is not set. In a pod, set the service account and the "
                    + $"label azure.workload.identity/use; elsewhere, name the token's file in that variable."
            );
        return SignInRecipe.Of(
            kind,
            AzureSdkTokenSources.WorkloadIdentity(
                context.Cloud,
                context.Tenant(kind, "AZURE_TENANT_ID"),
                context.Client(kind, "AZURE_CLIENT_ID"),
                file,
                context.Http,
                context.Clock
            ),
            context
        );
    }

    public static bool IsInPipeline(SignInContext context) =>
        context.Variable("idToken") is not null
        || (
            Connection(context) is not null
            && context.Variable("SYSTEM_ACCESSTOKEN") is not null
            && context.Variable("SYSTEM_OIDCREQUESTURI") is not null
        );

    private static string? Connection(SignInContext context) =>
        context.Environment.ServiceConnectionId ?? context.Variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID");

    private static SignInRecipe Trusting(
        string kind,
        SignInContext context,
        ClientAuthentication proof,
        string[] tenant,
        string[] client
    ) =>
        SignInRecipe.Of(
            kind,
            new ApplicationTokens(context.Cloud, context.Tenant(kind, tenant), context.Client(kind, client), proof, context.Http),
            context
        );
}
