namespace Layercake.Engine.Environments;

/// <summary>
/// Where to sign in and in which tenant, in the one address that other tools have for it: <c>https://login.microsoftonline.com/TENANT</c>.
/// </summary>
internal sealed record EntraAuthority(Uri Host, string Tenant)
{
    /// <summary>Null when it is not of that form.</summary>
    public static EntraAuthority? TryParse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps
        && address.Segments is ["/", var tenant]
            ? new EntraAuthority(new Uri(address.GetLeftPart(UriPartial.Authority)), tenant.TrimEnd('/'))
            : null;
}
