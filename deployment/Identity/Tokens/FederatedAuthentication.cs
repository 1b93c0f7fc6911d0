using System.Buffers.Text;
using System.Text;
using Microsoft.Identity.Client;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tokens;

/// <summary>A statement of somebody whom the application trusts, such as the service that runs a pipeline.</summary>
/// <param name="issuer">Who makes it, for messages: <c>GitHub Actions</c>.</param>
/// <param name="fetch">Gets a fresh one; it is asked whenever a token is fetched.</param>
public sealed class FederatedAuthentication(string issuer, Func<CancellationToken, Task<string>> fetch) : ClientAuthentication
{
    public const string Audience = "api://AzureADTokenExchange";

    private string? last;

    public override string Description => $"the token of {issuer}";

    internal override string? Secret => last;

    internal override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder application) =>
        application.WithClientAssertion(async request => last = await fetch(request.CancellationToken).ConfigureAwait(false));

    internal override string? Advice(int code, string clientId) => FederationAdvice.For(code, clientId, last);
}

/// <summary>Says which federated credential an application needs when Entra does not accept the one that is sent.</summary>
internal static class FederationAdvice
{
    public static string? For(int code, string clientId, string? assertion) =>
        code switch
        {
            // Several numbers stand for one thing: no federated credential of the application fits.
            70021 or 700211 or 700212 or 700213 or 700027 =>
                $"No federated credential of the application fits. Add one{Facts(assertion)} (az ad app federated-credential "
                    + $"create --id {clientId}).",
            700024 => "The token that was shown is too old, or the clock of this machine is wrong.",
            _ => null,
        };

    private static string Facts(string? assertion) =>
        Claims(assertion) is { } claims ? $" with issuer {claims["iss"]}, subject {claims["sub"]} and audience {claims["aud"]}" : "";

    private static JObject? Claims(string? assertion)
    {
        try
        {
            return assertion?.Split('.') is [_, var payload, _]
                ? JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)))
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
