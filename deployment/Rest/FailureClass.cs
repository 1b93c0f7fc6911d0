using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.Timeout;

namespace Layercake.Rest;

/// <summary>Why an attempt may be worth repeating.</summary>
internal enum FailureClass
{
    /// <summary>A success, or a failure that repeating does not mend.</summary>
    None,

    /// <summary>Too many requests: refused before it had any effect.</summary>
    Throttled,

    /// <summary>Nothing was sent: no such host, connection refused, no TLS session.</summary>
    NotSent,

    /// <summary>The service is not ready yet: a workspace that has just been made says so with 400.</summary>
    Warming,

    /// <summary>The request may have taken effect: connection lost, no answer in time, an error of a gateway before the service.</summary>
    Ambiguous,

    /// <summary>The service failed over the request, which it may do every time.</summary>
    Broken,

    /// <summary>No failure of a workspace, but the <see cref="RetryRule"/> of another service says that it may pass.</summary>
    NamedByRule,
}

/// <summary>Tells the classes of failure apart.</summary>
internal static class FailureClassifier
{
    private static readonly string[] WarmingPhrases =
    [
        "UnknownWorkerEnvironmentException",
        "does not have any associated worker environments",
        "There is no worker environment with id",
        "Unknown worker environment",
    ];

    /// <param name="rule">Of a service that is no workspace; null for a workspace.</param>
    public static FailureClass Of(Outcome<Answer> outcome, RetryRule? rule) =>
        outcome switch
        {
            { Result: { } answer } => Of(answer) is var known and not FailureClass.None ? known
                : rule?.Statuses.Contains(answer.Status) == true ? FailureClass.NamedByRule
                : FailureClass.None,
            { Exception: { } exception } => Of(exception),
            _ => FailureClass.None,
        };

    public static FailureClass Of(Answer answer) =>
        answer switch
        {
            { IsSuccess: true } => FailureClass.None,
            { Status: 429 } => FailureClass.Throttled,
            // SCIM used to report its limit as 500.
            { Status: 500, Error.Code: "REQUEST_LIMIT_EXCEEDED" } => FailureClass.Throttled,
            // Half a tree is gone: the caller goes on from there, without a delay.
            { Status: 503, Error.Code: "PARTIAL_DELETE" } => FailureClass.None,
            { Status: 500 } => FailureClass.Broken,
            { Status: 408 or 502 or 503 or 504 } => FailureClass.Ambiguous,
            { Status: 400 } when WarmingPhrases.Any(phrase => answer.Error.Message.Contains(phrase, StringComparison.Ordinal)) =>
                FailureClass.Warming,
            _ => FailureClass.None,
        };

    public static FailureClass Of(Exception exception) =>
        exception switch
        {
            // Whoever asks for the token has tried again already.
            HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError } => FailureClass.None,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } tls => IsDistrust(tls)
                ? FailureClass.None
                : FailureClass.NotSent,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.ProxyTunnelError
            } => FailureClass.NotSent,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.Unknown,
                InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound }
            } => FailureClass.NotSent,
            HttpRequestException or IOException or TimeoutRejectedException => FailureClass.Ambiguous,
            _ => FailureClass.None,
        };

    /// <summary>A certificate that is refused now is refused the next time too.</summary>
    public static bool IsDistrust(Exception exception) => exception.InnerException is AuthenticationException;
}
