using Microsoft.Identity.Client;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity;

/// <summary>Says in a sentence or two why Entra gave no token, and what to do about it.</summary>
internal static class SignInFailures
{
    private const int ShortestScrubbed = 6;

    public static SignInException Explain(Exception exception, AzureCloud cloud, string tenantId, string clientId, string clientSecret, string secretSource)
    {
        var message = exception switch
        {
            MsalServiceException { StatusCode: 429 } throttled => Throttled(throttled, clientId),
            MsalServiceException { StatusCode: >= 500 } down => $"Microsoft Entra at {cloud.Authority} answered {down.StatusCode} to client {clientId} of tenant {tenantId}. Run again in a few minutes.",
            MsalServiceException refused => Refused(refused, tenantId, clientId, secretSource),
            HttpRequestException unreachable => $"Microsoft Entra could not be reached at {cloud.Authority}: {Sentence((unreachable.InnerException ?? unreachable).Message)} Check the network connection and the proxy settings.",
            OperationCanceledException => $"Microsoft Entra at {cloud.Authority} gave no answer in time. Check the network connection and the proxy settings.",
            _ => $"Client {clientId} of tenant {tenantId} cannot sign in: {Sentence(FirstLine(exception.Message))} Check tenant and client id, and {secretSource}.",
        };

        // The cause is kept for its stack; not, however, if an answer echoed what was sent. A mistyped secret of a few letters is in every text.
        var isEchoed = clientSecret.Length >= ShortestScrubbed && exception.ToString().Contains(clientSecret, StringComparison.Ordinal);
        return isEchoed ? new SignInException(message.Replace(clientSecret, "***", StringComparison.Ordinal)) : new SignInException(message, exception);
    }

    // The numbers choose a hint and nothing else: Microsoft reserves the right to change them.
    private static string Refused(MsalServiceException refused, string tenantId, string clientId, string secretSource)
    {
        var (code, words) = Read(refused);
        var told = $"Microsoft Entra refused client {clientId} of tenant {tenantId}: {Sentence(words)}";
        return code switch
        {
            7000215 => $"{told} The secret comes from {secretSource}; put the current value there.",
            7000222 => $"{told} The secret comes from {secretSource}; make a new one for the application and put its value there.",
            90002 or 900023 or 900021 => $"Microsoft Entra knows no tenant {tenantId}: {Sentence(words)} Check the tenant id.",
            700016 => $"Tenant {tenantId} has no application {clientId}: {Sentence(words)} Check the client id, and that the application belongs to this tenant.",
            7000112 => $"{told} The application is disabled; enable it in Microsoft Entra.",
            500011 => $"{told} The resource has no service principal in this tenant; it gets one when the first workspace or vault is made there.",
            _ => $"{told} Check tenant, client id and the secret from {secretSource}.",
        };
    }

    private static string Throttled(MsalServiceException throttled, string clientId)
    {
        var wait = throttled.Headers?.RetryAfter?.Delta is { } delta ? $" for {delta.TotalSeconds:0} s" : "";
        return $"Microsoft Entra asks client {clientId} to wait{wait}: too many requests for tokens. Run again after that.";
    }

    private static (int Code, string Words) Read(MsalServiceException refused)
    {
        try
        {
            if (refused.ResponseBody is { Length: > 0 } body && JToken.Parse(body) is JObject error)
                return ((int?)error["error_codes"]?.FirstOrDefault() ?? 0, FirstLine((string?)error["error_description"] ?? refused.Message));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            // Not Entra's shape; what the client library makes of it has to do.
        }

        return (0, FirstLine(refused.Message));
    }

    // What follows are a trace id, a correlation id and a time.
    private static string FirstLine(string text) => text.Split('\r', '\n')[0].Split(" Trace ID:")[0].Trim();

    private static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";
}
