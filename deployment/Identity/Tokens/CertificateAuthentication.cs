using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Identity.Certificates;
using Microsoft.Identity.Client;

namespace Layercake.Identity.Tokens;

/// <summary>A certificate with its key.</summary>
/// <param name="source">Where it came from: <c>certs/deploy.pfx</c>.</param>
public sealed class CertificateAuthentication(X509Certificate2 certificate, string source) : ClientAuthentication
{
    public override string Description => $"certificate {certificate.Thumbprint} from {source}";

    internal override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder application) =>
        application.WithCertificate(certificate);

    internal override string? Advice(int code, string clientId) => CertificateAdvice.For(code, clientId, Description);
}

/// <summary>A private key, and the thumbprint of the certificate that it belongs to.</summary>
/// <remarks>The client library takes keys only with their certificate, so that the assertion is made here.</remarks>
/// <param name="source">Where the key came from: <c>certs/deploy.key</c>.</param>
public sealed class PrivateKeyAuthentication(RSA key, Thumbprint thumbprint, string source, TimeProvider clock) : ClientAuthentication
{
    public override string Description => $"certificate {thumbprint} with the key from {source}";

    internal override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder application) =>
        application.WithClientAssertion(request =>
            Task.FromResult(SignedAssertion.Make(key, thumbprint, request.ClientID, request.TokenEndpoint, clock.GetUtcNow()))
        );

    internal override string? Advice(int code, string clientId) => CertificateAdvice.For(code, clientId, Description);
}

internal static class CertificateAdvice
{
    public static string? For(int code, string clientId, string proof) =>
        code switch
        {
            700027 or 7000214 =>
                $"It does not know {proof}. Add that certificate to the application (az ad app credential reset --id {clientId} "
                    + $"--cert @certificate.pem --append), or use the key of one that it has.",
            700024 => $"The clock of this machine seems to be wrong, or {proof} is out of date.",
            _ => null,
        };
}
