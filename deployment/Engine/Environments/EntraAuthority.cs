namespace Layercake.Engine.Environments;

/// <summary>
/// Sign-in host and tenant in one address, as other tools write it: <c>https://login.microsoftonline.com/TENANT</c>.
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
