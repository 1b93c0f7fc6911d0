using Microsoft.Identity.Client;

namespace Layercake.Identity.Errors;

/// <summary>Tells an answer that a client library could not read, such as the page of a proxy, by what the library throws.</summary>
internal static class UnreadableAnswer
{
    /// <summary>MSAL's codes for an answer that is JSON and no token.</summary>
    private static readonly string[] NoToken =
    [
        MsalError.JsonParseError,
        MsalError.AccessTokenTypeMissing,
        "invalid_access_token_format",
    ];

    /// <remarks>The libraries take the shape of an answer for granted; what is thrown then says nothing to a user.</remarks>
    public static bool Is(Exception exception) =>
        exception
            is System.Text.Json.JsonException
                or NullReferenceException
                or FormatException
                or ArgumentException
                or KeyNotFoundException
                or InvalidCastException
                or IndexOutOfRangeException
                or OverflowException
        // Where the JSON has another shape; the source has an addition for what is caught and thrown again.
        || (exception is InvalidOperationException && exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        || (exception is MsalClientException unusable && NoToken.Contains(unusable.ErrorCode));
}
