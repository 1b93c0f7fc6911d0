using Layercake.Engine.Environments;
using Layercake.Identity.Workspaces;

namespace Layercake.Engine.Connecting;

/// <summary>Those whom the workspace knows by itself, without Entra.</summary>
internal static class WorkspaceSignIn
{
    private const string TokenVariable = "DATABRICKS_TOKEN";

    /// <summary>
    /// From the parameter file; else from the secret that the environment names; else from the variable; else from the secret of the usual
    /// name.
    /// </summary>
    public static SignInRecipe AccessToken(SignInContext context)
    {
        var environment = context.Environment;
        if (context.AccessToken is { } given)
            return Of(new PersonalAccessToken(given.Value, given.Source));
        if (environment.SecretNames.AccessToken is null && context.Variable(TokenVariable) is { } token)
            return Of(new PersonalAccessToken(token, $"the variable {TokenVariable}"));

        var name = environment.SecretNames.AccessToken ?? "pat-token";
        return new SignInRecipe
        {
            Kind = SignInKinds.AccessToken,
            Secrets = [name],
            Make = vault => new Deployer(null, _ => new PersonalAccessToken(vault[name], vault.Source(name))),
        };
    }

    public static SignInRecipe DatabricksOAuth(SignInContext context)
    {
        var (environment, names) = (context.Environment, context.Environment.SecretNames);
        var given = context.ClientSecret;
        return new SignInRecipe
        {
            Kind = SignInKinds.DatabricksOAuth,
            Secrets =
            [
                .. new[]
                {
                    environment.ClientId is null ? names.ClientId : null,
                    given is null ? names.ClientSecret : null,
                }.OfType<string>(),
            ],
            Make = vault => new Deployer(
                null,
                workspace => new WorkspaceOAuthTokens(
                    workspace,
                    environment.ClientId ?? vault[names.ClientId],
                    given?.Value ?? vault[names.ClientSecret],
                    given?.Source ?? vault.Source(names.ClientSecret),
                    context.Http,
                    context.Clock
                )
            ),
        };
    }

    private static SignInRecipe Of(IWorkspaceCredential credential) =>
        new() { Kind = SignInKinds.AccessToken, Make = _ => new Deployer(null, _ => credential) };
}
