using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>Picks a way to sign in by what there is, in a fixed order, and says why: <c>docs/sign-in.md</c> has the order.</summary>
internal sealed class AutoSignIn(SignInContext context)
{
    // Azure's own service is on the machine; where there is none, the connection may hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<string> passedOver = [];

    /// <returns>The recipe, and the sentence that says what was picked and why the others were not.</returns>
    public async Task<(SignInRecipe Recipe, string Choice)> PickAsync(CancellationToken ct)
    {
        var recipe = Given() ?? Surroundings() ?? await MachineAsync(ct);
        var others = passedOver.Count == 0 ? "" : $" Passed over: {string.Join("; ", passedOver)}.";
        return (recipe, $"auto picked {recipe.Kind}.{others}");
    }

    /// <summary>What somebody wrote down comes first.</summary>
    private SignInRecipe? Given()
    {
        var environment = context.Environment;
        if (environment.Given.AccessToken is not null)
            return WorkspaceSignIn.AccessToken(context);
        if (environment.Given.ClientSecret is not null)
            return SecretSignIn.Recipe(context);
        if (environment.CertificateFile is not null || environment.PrivateKeyFile is not null)
            return CertificateSignIn.Recipe(context);

        passedOver.Add("pat (no pat_token in a parameter file)");
        passedOver.Add("spn-cert (no certificate_file or private_key_file)");
        return null;
    }

    private SignInRecipe? Surroundings()
    {
        if (FederatedSignIn.IsInPipeline(context))
            return FederatedSignIn.AzurePipelines(context);

        passedOver.Add("azure-pipelines (neither a service connection with SYSTEM_ACCESSTOKEN nor idToken)");
        if (Names("github-oidc", GitHubOidc.UrlVariable, GitHubOidc.TokenVariable) && IsSomebody("github-oidc"))
            return FederatedSignIn.GitHub(context);
        if (Names("workload-identity", FederatedSignIn.TokenFile) && IsSomebody("workload-identity"))
            return FederatedSignIn.WorkloadIdentity(context);

        return Secret();
    }

    private SignInRecipe? Secret()
    {
        // The local cloud's developer reads the secret from the local vault.
        if (context.Options.Developer is not null)
            return SecretSignIn.Recipe(context);

        foreach (
            var (tenant, client, secret) in new[]
            {
                ("tenantId", "servicePrincipalId", "servicePrincipalKey"),
                ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"),
            }
        )
            if (
                context.Variable(secret) is { } value
                && (context.Environment.TenantId ?? context.Variable(tenant)) is { } inTenant
                && (context.Environment.ClientId ?? context.Variable(client)) is { } asClient
            )
                return SecretSignIn.Of(context, new AppCredentials(inTenant, asClient, value), $"the variable {secret}");

        passedOver.Add(
            "spn-key (neither client_secret in a parameter file nor AZURE_CLIENT_SECRET nor servicePrincipalKey with tenant and client)"
        );
        return null;
    }

    private async Task<SignInRecipe> MachineAsync(CancellationToken ct)
    {
        if (await MachineSignIn.Identity(context).IsPresentAsync(Patience, ct))
            return MachineSignIn.ManagedIdentity(context);

        passedOver.Add("msi (no managed identity service answers on this machine)");
        return MachineSignIn.AzureCli(context);
    }

    private bool Names(string kind, params string[] variables)
    {
        if (variables.FirstOrDefault(name => context.Variable(name) is null) is not { } missing)
            return true;

        passedOver.Add($"{kind} ({missing} is not set)");
        return false;
    }

    private bool IsSomebody(string kind)
    {
        if (
            (context.Environment.TenantId ?? context.Variable("AZURE_TENANT_ID")) is not null
            && (context.Environment.ClientId ?? context.Variable("AZURE_CLIENT_ID")) is not null
        )
            return true;

        passedOver.Add($"{kind} (tenant_id or client_id is not said)");
        return false;
    }
}
