using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security.Forwarded;

/// <summary>The user and the groups in headers of the names that are configured.</summary>
internal sealed class ProxyHeaders(WebConfiguration web) : IForwardedIdentity
{
    public string Header => web.UserHeader;

    public Task<UserIdentity?> ReadAsync(IHeaderDictionary headers, CancellationToken ct)
    {
        // A comma is what two headers become that something on the way made one of.
        var user = SingleHeader.Of(headers, Header) is { } name && !name.Contains(',', StringComparison.Ordinal) ? name : null;
        var groups = SingleHeader.Of(headers, web.GroupsHeader) ?? "";
        return Task.FromResult(
            UserIdentity.Of(
                user,
                groups.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(UserIdentity.Normal)
            )
        );
    }
}
