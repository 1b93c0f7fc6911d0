using Layercake.Identity.Errors;
using Microsoft.Identity.Client;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tokens;

/// <summary>Says in a sentence or two why Entra gave no token, and what to do about it.</summary>
internal static class SignInFailures
{
    private const int ShortestScrubbed = 6;

    public static SignInException Explain(
        Exception exception,
        AzureCloud cloud,
        string tenantId,
        string clientId,
        ClientAuthentication proof
    )
    {
        var message = exception switch
        {
            MsalServiceException service => Answered(
                service,
                cloud,
                tenantId,
                clientId,
                proof.Description,
                code => proof.Advice(code, clientId)
            ),
            HttpRequestException unreachable => Unreachable(cloud, (unreachable.InnerException ?? unreachable).Message),
            OperationCanceledException =>
                $"Microsoft Entra at {cloud.Authority} gave no answer in time. Check the network connection and the proxy settings.",
            // The client library says so of what it is given, such as an empty secret.
            not ArgumentException when UnreadableAnswer.Is(exception) => Unreadable(cloud, tenantId, clientId),
            _ => $"Client {clientId} of tenant {tenantId} cannot sign in: {FirstSentence(exception.Message)} Check tenant and "
                + $"client id, and {proof.Description}.",
        };

        // The cause is kept for its stack; not, however, if an answer echoed what was sent. A mistyped secret of a few letters is in every
        // text.
        var secret = proof.Secret;
        var isEchoed = secret?.Length >= ShortestScrubbed && exception.ToString().Contains(secret, StringComparison.Ordinal);
        return isEchoed
            ? new SignInException(message.Replace(secret!, "***", StringComparison.Ordinal))
            : new SignInException(message, exception);
    }

    /// <summary>Something answers in Entra's place, or its answers have changed.</summary>
    public static string Unreadable(AzureCloud cloud, string tenantId, string clientId) =>
        $"Microsoft Entra at {cloud.Authority} answered something that could not be read when client {clientId} of tenant {tenantId} "
        + $"asked for a token. Check the tenant id, and whether a proxy answers in its place.";

    /// <param name="proof">What was shown, for messages.</param>
    /// <param name="advice">What to do about a number, where it speaks of the proof.</param>
    public static string Answered(
        MsalServiceException answer,
        AzureCloud cloud,
        string tenantId,
        string clientId,
        string proof,
        Func<int, string?> advice
    ) =>
        answer.StatusCode switch
        {
            429 => Throttled(answer, clientId),
            >= 500 => $"Microsoft Entra at {cloud.Authority} answered {answer.StatusCode} to client {clientId} of tenant {tenantId}. Run "
                + $"again in a few minutes.",
            _ => Refused(answer, cloud, tenantId, clientId, proof, advice),
        };

    public static string Unreachable(AzureCloud cloud, string words) =>
        $"Microsoft Entra could not be reached at {cloud.Authority}: {FirstSentence(words)} Check the network connection and the "
        + $"proxy settings.";

    private static string FirstSentence(string words) => ErrorMessageText.Sentence(ErrorMessageText.FirstLine(words));

    // The numbers choose a hint and nothing else: Microsoft reserves the right to change them.
    private static string Refused(
        MsalServiceException refused,
        AzureCloud cloud,
        string tenantId,
        string clientId,
        string proof,
        Func<int, string?> advice
    )
    {
        if (Read(refused) is not (var code, { } words))
            return $"Microsoft Entra at {cloud.Authority} answered {refused.StatusCode} to client {clientId} of tenant {tenantId} with "
                + $"something that could not be read. Check tenant, client id and {proof}, and whether a proxy answers in its place.";

        var said = ErrorMessageText.Sentence(words);
        var told = $"Microsoft Entra refused client {clientId} of tenant {tenantId}: {said}";
        return code switch
        {
            90002 or 900023 or 900021 => $"Microsoft Entra knows no tenant {tenantId}: {said} Check the tenant id.",
            700016 => $"Tenant {tenantId} has no application {clientId}: {said} Check the client id, and that the application belongs to "
                + $"this tenant.",
            7000112 => $"{told} The application is disabled; enable it in Microsoft Entra.",
            500011 => $"{told} The resource has no service principal in this tenant; it gets one when the first workspace or vault "
                + $"is made there.",
            _ => $"{told} {advice(code) ?? $"Check tenant, client id and {proof}."}",
        };
    }

    private static string Throttled(MsalServiceException throttled, string clientId)
    {
        var wait = ErrorMessageText.Wait(throttled.Headers?.RetryAfter) is { } asked ? $" {asked}" : "";
        return $"Microsoft Entra asks client {clientId} to wait{wait}: too many requests for tokens. Run again after that.";
    }

    /// <summary>No words when the answer has not Entra's shape; what the client library makes of it helps nobody.</summary>
    private static (int Code, string? Words) Read(MsalServiceException refused)
    {
        try
        {
            if (
                refused.ResponseBody is { Length: > 0 } body
                && JToken.Parse(body) is JObject error
                && ((string?)error["error_description"] ?? (string?)error["error"]) is { Length: > 0 } words
            )
                return ((int?)error["error_codes"]?.FirstOrDefault() ?? 0, ErrorMessageText.FirstLine(words));
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            // Said below.
        }

        return (0, null);
    }
}
