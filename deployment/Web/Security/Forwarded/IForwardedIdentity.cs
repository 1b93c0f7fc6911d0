using Layercake.Web.Access;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security.Forwarded;

/// <summary>Reads from a request's headers who asks. Only of requests from proxies that are trusted.</summary>
internal interface IForwardedIdentity
{
    /// <summary>The name of the header without which nobody is signed in.</summary>
    string Header { get; }

    /// <summary>Null where nobody is signed in, or it cannot be told who.</summary>
    Task<UserIdentity?> ReadAsync(IHeaderDictionary headers, CancellationToken ct);
}

internal static class SingleHeader
{
    /// <summary>
    /// The value of a header that is there once. A proxy that adds its own beside one that the client sent would leave it open which
    /// of them counts.
    /// </summary>
    public static string? Of(IHeaderDictionary headers, string name) =>
        headers[name] is [{ Length: > 0 } value] ? value : null;
}
