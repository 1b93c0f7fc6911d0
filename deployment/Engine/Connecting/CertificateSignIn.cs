using Layercake.Engine.Environments;
using Layercake.Identity.Certificates;
using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>A service principal with a certificate: from files, or from the vault.</summary>
internal static class CertificateSignIn
{
    public static SignInRecipe Recipe(SignInContext context)
    {
        var (environment, names) = (context.Environment, context.Environment.SecretNames);
        var hasFile = environment.CertificateFile is not null || environment.PrivateKeyFile is not null;
        if (hasFile && names.CertificatePassword is null && environment is { TenantId: { } tenant, ClientId: { } client })
            return SignInRecipe.Of(SignInKinds.Certificate, Tokens(context, tenant, client, FromFiles(context, null)), context);

        var secrets = new[]
        {
            environment.TenantId is null ? names.TenantId : null,
            environment.ClientId is null ? names.ClientId : null,
            hasFile ? names.CertificatePassword : names.Certificate,
        };
        return new SignInRecipe
        {
            Kind = SignInKinds.Certificate,
            Secrets = [.. secrets.OfType<string>()],
            Make = vault =>
                Deployer.ToEntra(
                    Tokens(
                        context,
                        environment.TenantId ?? vault[names.TenantId],
                        environment.ClientId ?? vault[names.ClientId],
                        hasFile
                            ? FromFiles(context, names.CertificatePassword is { } password ? vault[password] : null)
                            : FromVault(context, vault)
                    ),
                    context
                ),
        };
    }

    private static ApplicationTokens Tokens(SignInContext context, string tenant, string client, ClientAuthentication proof) =>
        new(context.Cloud, tenant, client, proof, context.Http);

    private static ClientAuthentication FromFiles(SignInContext context, string? password) =>
        Guard(() =>
        {
            var (certificate, key) = (context.Environment.CertificateFile, context.Environment.PrivateKeyFile);
            return certificate is null
                ? new PrivateKeyAuthentication(
                    ClientCertificates.ReadKey(CredentialFiles.Read(key!), password),
                    Expected(context)
                        ?? throw new CertificateException(
                            $"The key in {key} does not say which certificate it is of. Set cert_thumbprint in {context.Environment.File}."
                        ),
                    key!,
                    context.Clock
                )
                : (ClientAuthentication)
                    new CertificateAuthentication(
                        ClientCertificates.Read(
                            CredentialFiles.Read(certificate),
                            key is null ? null : CredentialFiles.Read(key),
                            password,
                            Expected(context),
                            context.Clock
                        ),
                        certificate
                    );
        });

    private static ClientAuthentication FromVault(SignInContext context, VaultValues vault) =>
        Guard(() =>
        {
            var name = context.Environment.SecretNames.Certificate;
            return (ClientAuthentication)
                new CertificateAuthentication(
                    ClientCertificates.FromVault(vault.Whole(name), vault.Source(name), Expected(context), context.Clock),
                    vault.Source(name)
                );
        });

    private static Thumbprint? Expected(SignInContext context) =>
        context.Environment.CertificateThumbprint is { } text ? Thumbprint.TryParse(text) : null;

    private static ClientAuthentication Guard(Func<ClientAuthentication> read)
    {
        try
        {
            return read();
        }
        catch (CertificateException exception)
        {
            throw new SignInException(exception.Message, exception);
        }
    }
}
