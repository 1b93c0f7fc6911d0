using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>A service principal with a client secret: from the parameter file, or from the vault.</summary>
internal static class SecretSignIn
{
    public static SignInRecipe Recipe(SignInContext context)
    {
        var (environment, names) = (context.Environment, context.Environment.SecretNames);
        var given = context.ClientSecret;
        if (given is not null && environment is { TenantId: { } tenant, ClientId: { } client })
            return Of(context, new AppCredentials(tenant, client, given.Value), given.Source);

        return new SignInRecipe
        {
            Kind = SignInKinds.ClientSecret,
            Secrets =
            [
                .. new[]
                {
                    environment.TenantId is null ? names.TenantId : null,
                    environment.ClientId is null ? names.ClientId : null,
                    given is null ? names.ClientSecret : null,
                }.OfType<string>(),
            ],
            Make = vault =>
                Deployer.ToEntra(
                    new ApplicationTokens(
                        context.Cloud,
                        environment.TenantId ?? vault[names.TenantId],
                        environment.ClientId ?? vault[names.ClientId],
                        given is null
                            ? new ClientSecretAuthentication(vault[names.ClientSecret], vault.Source(names.ClientSecret))
                            : new ClientSecretAuthentication(given.Value, given.Source),
                        context.Http
                    ),
                    context
                ),
        };
    }

    /// <summary>An application whose secret is at hand.</summary>
    /// <param name="source">Where the secret came from.</param>
    public static SignInRecipe Of(SignInContext context, AppCredentials application, string source) =>
        SignInRecipe.Of(
            SignInKinds.ClientSecret,
            new ApplicationTokens(
                context.Cloud,
                application.TenantId,
                application.ClientId,
                new ClientSecretAuthentication(application.ClientSecret, source),
                context.Http
            ),
            context
        );
}
