using Azure;
using Microsoft.Identity.Client;

namespace Layercake.Identity.Errors;

/// <summary>Tells what passes by itself, such as an outage, from what somebody has to correct.</summary>
public static class TransientFailures
{
    /// <summary>Whether, at the bottom of this failure, a service was busy, failed, or could not be reached.</summary>
    public static bool IsCauseOf(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            if (Is(cause))
                return true;

        return false;
    }

    private static bool Is(Exception cause) =>
        cause switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.UserAuthenticationError } or OperationCanceledException => true,
            RequestFailedException refused => IsTransientStatus(refused.Status) || refused.Status == 0,
            MsalServiceException refused => IsTransientStatus(refused.StatusCode),
            ITransientFailure { IsTransient: true } => true,
            AggregateException several => several.InnerExceptions.Any(IsCauseOf),
            _ => false,
        };

    internal static bool IsTransientStatus(int status) => status is 408 or 429 or >= 500;
}
