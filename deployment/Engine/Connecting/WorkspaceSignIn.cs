using Layercake.Engine.Environments;
using Layercake.Identity.Workspaces;

namespace Layercake.Engine.Connecting;

/// <summary>Those whom the workspace knows by itself, without Entra.</summary>
internal static class WorkspaceSignIn
{
    private const string TokenVariable = "DATABRICKS_TOKEN";
    private const string HostVariable = "DATABRICKS_HOST";

    /// <summary>
    /// From the parameter file; else from the secret that the environment names; else from the variable; else from the secret of the usual
    /// name.
    /// </summary>
    public static SignInRecipe AccessToken(SignInContext context)
    {
        var environment = context.Environment;
        if (context.AccessToken is { } given)
            return Of(new PersonalAccessToken(given.Value, given.Source), _ => { });
        if (environment.SecretNames.AccessToken is null && context.Variable(TokenVariable) is { } token)
            return Of(
                new PersonalAccessToken(token, $"the variable {TokenVariable}"),
                workspace => ThrowIfOfAnother(context.Variable(HostVariable), workspace, environment.Name)
            );

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

    private static SignInRecipe Of(IWorkspaceCredential credential, Action<Uri> check) =>
        new()
        {
            Kind = SignInKinds.AccessToken,
            Make = _ => new Deployer(
                null,
                workspace =>
                {
                    check(workspace);
                    return credential;
                }
            ),
        };

    /// <summary>The two variables stand for each other, and the token of one workspace is no other server's business.</summary>
    private static void ThrowIfOfAnother(string? host, Uri workspace, string environment)
    {
        var named = host?.Trim() ?? "";
        var address = named.Contains("://", StringComparison.Ordinal) ? named : $"https://{named}";
        if (named != "" && Uri.TryCreate(address, UriKind.Absolute, out var uri) && !IsSameHost(uri, workspace))
            throw new ConnectionException(
                $"{TokenVariable} is a token of {uri.Host}, as {HostVariable} says, and {environment} is at {workspace.Host}, which is not "
                    + $"given it. Correct or remove {HostVariable}, or give the token of {environment} by secret_names.pat_token or "
                    + "--params."
            );
    }

    private static bool IsSameHost(Uri one, Uri other) => string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
