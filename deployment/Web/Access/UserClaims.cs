using System.Globalization;
using System.Security.Claims;

namespace Layercake.Web.Access;

/// <summary>
/// Users as ASP.NET knows them: what they may do is worked out once, when they sign in, and is in their claims from then on.
/// </summary>
internal static class UserClaims
{
    /// <summary>One for each environment: <c>prod=Look,Deploy</c>.</summary>
    private const string Roles = "layercake/roles";

    private const string Until = "layercake/until";

    public static WebUser Read(ClaimsPrincipal principal) =>
        new(principal.Identity?.Name ?? "", principal.FindAll(Roles).Select(Entry).ToDictionary(StringComparer.Ordinal))
        {
            Until = principal.FindFirst(Until) is { } until
                ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(until.Value, CultureInfo.InvariantCulture))
                : null,
        };

    public static ClaimsPrincipal Write(WebUser user, string scheme)
    {
        List<Claim> claims = [new(ClaimTypes.Name, user.Name)];
        claims.AddRange(user.Roles.Select(entry => new Claim(Roles, $"{entry.Key}={string.Join(',', entry.Value)}")));
        if (user.Until is { } until)
            claims.Add(new Claim(Until, until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    private static KeyValuePair<string, IReadOnlySet<WebRole>> Entry(Claim claim)
    {
        // The name of an environment may hold an equals sign.
        var end = claim.Value.LastIndexOf('=');
        var names = claim.Value[(end + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return KeyValuePair.Create<string, IReadOnlySet<WebRole>>(claim.Value[..end], names.Select(Enum.Parse<WebRole>).ToHashSet());
    }
}
