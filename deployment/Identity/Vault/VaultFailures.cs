using System.Globalization;
using System.Net.Http.Headers;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Layercake.Identity.Errors;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Vault;

/// <summary>Says in a sentence or two why a vault gave no secret, and what to do about it.</summary>
internal static class VaultFailures
{
    /// <summary>The codes of an answer that a role or an access policy would change.</summary>
    private static readonly string[] Rights = ["ForbiddenByRbac", "AccessDenied", "ForbiddenByPolicy"];

    /// <summary>The service gives the value of an expired secret all the same.</summary>
    public static void ThrowIfNotValidNow(SecretProperties secret, Uri vault, DateTimeOffset now)
    {
        if (secret.ExpiresOn is { } end && end <= now)
            throw new VaultException(
                $"Secret {secret.Name} of vault {vault} expired on {Text(end)}. Make a new secret for the application and put it "
                    + $"there as a new version."
            );
        if (secret.NotBefore is { } start && start > now)
            throw new VaultException(
                $"Secret {secret.Name} of vault {vault} is not valid before {Text(start)}. Wait until then, or change its activation date."
            );
    }

    /// <summary>The service lists disabled versions, and gives their values to nobody.</summary>
    public static void ThrowIfDisabled(SecretProperties secret, Uri vault)
    {
        if (secret.Enabled == false)
            throw new VaultException(DisabledWords(vault, secret.Name));
    }

    public static VaultException Explain(Exception exception, Uri vault, string name)
    {
        // After several tries the library throws them all together.
        var cause = (exception as AggregateException)?.Flatten().InnerExceptions.LastOrDefault() ?? exception;
        return new VaultException(
            cause switch
            {
                RequestFailedException { Status: 0 } unreachable => Unreachable(vault, unreachable.InnerException ?? unreachable),
                RequestFailedException refused => Refused(refused, vault, name),
                _ when UnreadableAnswer.Is(cause) => UnreadableWords(vault, name),
                OperationCanceledException => Unreachable(vault, new TimeoutException("no answer in time")),
                InvalidOperationException =>
                    $"Vault {vault} does not look like a vault of this cloud: {Sentence(FirstLine(cause.Message))} Check the "
                        + $"vault's address.",
                _ => Unreachable(vault, cause),
            },
            exception
        )
        {
            IsForbidden = cause is RequestFailedException { Status: 403 } denied && Rights.Contains(InnerCode(denied)),
        };
    }

    /// <summary>Something answers in the vault's place, or the vault's answers have changed.</summary>
    public static VaultException Unreadable(Uri vault, string name) => new(UnreadableWords(vault, name));

    private static string UnreadableWords(Uri vault, string name) =>
        $"Vault {vault} answered something that could not be read when it was asked for secret {name}. Check the vault's address, and "
        + $"whether a proxy answers in its place.";

    private static string DisabledWords(Uri vault, string name) =>
        $"Secret {name} of vault {vault} is disabled. Enable its current version, or add a new one.";

    private static string Refused(RequestFailedException refused, Uri vault, string name) =>
        (refused.Status, InnerCode(refused)) switch
        {
            (404, _) => $"Vault {vault} holds no secret {name}. Add it, or correct its name; if it was deleted, recover it with: az "
                + $"keyvault secret recover --vault-name {(vault.HostNameType == UriHostNameType.Dns ? ShortName(vault) : "VAULT")} "
                + $"--name {name}",
            (403, "SecretDisabled") => DisabledWords(vault, name),
            (403, "ForbiddenByRbac") =>
                $"You may not read secret {name} of vault {vault}. Give the signed-in identity the role Key Vault Secrets User "
                    + $"there; it takes effect after some minutes.",
            (403, "ForbiddenByFirewall") =>
                $"The firewall of vault {vault} does not let this machine in. Add this machine's address to the vault's networking "
                    + $"rules, or run where the vault can be reached.",
            (403, "AccessDenied" or "ForbiddenByPolicy") =>
                $"You may not read secret {name} of vault {vault}. Add an access policy there that allows the signed-in identity "
                    + $"to get secrets.",
            (403, _) => $"Vault {vault} refused secret {name}: {Sentence(FirstLine(refused.Message))} Check the rights of the signed-in "
                + $"identity and the vault's networking rules.",
            (401, _) => $"Vault {vault} did not accept the token: {Sentence(FirstLine(refused.Message))} Sign in to the vault's tenant.",
            (429, _) when WaitAskedFor(refused) is { } wait =>
                $"Vault {vault} is answering too many requests (429) and asks to wait {wait}. Run again after that.",
            (429, _) => $"Vault {vault} is answering too many requests (429). Run again in a minute.",
            ( >= 500, _) => $"Vault {vault} answered {refused.Status}: {Sentence(FirstLine(refused.Message))} "
                + (WaitAskedFor(refused) is { } wait ? $"It asks to wait {wait}. Run again after that." : "Run again in a few minutes."),
            _ => $"Vault {vault} answered {refused.Status} {refused.ErrorCode} to secret {name}: {Sentence(FirstLine(refused.Message))}",
        };

    private static string Unreachable(Uri vault, Exception cause)
    {
        while (cause.InnerException is { } inner)
            cause = inner;

        return $"Vault {vault} could not be reached: {Sentence(FirstLine(cause.Message))} Check the vault's name, the network connection "
            + $"and the proxy settings.";
    }

    private static string? WaitAskedFor(RequestFailedException refused) =>
        refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
        && RetryConditionHeaderValue.TryParse(value, out var asked)
            ? ErrorMessageText.Wait(asked)
            : null;

    private static string? InnerCode(RequestFailedException refused)
    {
        try
        {
            var body = refused.GetRawResponse()?.Content?.ToString();
            return string.IsNullOrEmpty(body) ? null : (string?)JObject.Parse(body).SelectToken("error.innererror.code");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string ShortName(Uri vault) => vault.Host.Split('.')[0];

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // The library appends status, body and headers of the answer.
    private static string FirstLine(string text) => ErrorMessageText.FirstLine(text);

    private static string Sentence(string words) => ErrorMessageText.Sentence(words);
}
