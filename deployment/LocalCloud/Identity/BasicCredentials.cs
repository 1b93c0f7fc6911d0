using System.Text;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Identity;

/// <summary>A client's id and secret in an Authorization header, each percent-encoded as OAuth asks.</summary>
internal sealed record BasicCredentials(string Id, string Secret)
{
    /// <summary>Null when the request has none that can be read.</summary>
    public static BasicCredentials? Of(ApiRequest request) => Of(request.Headers.GetValueOrDefault("Authorization"));

    /// <inheritdoc cref="Of(ApiRequest)"/>
    public static BasicCredentials? Of(string? header)
    {
        const string Scheme = "Basic ";
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
            return null;

        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return pair.Length == 2 ? new BasicCredentials(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) : null;
    }
}
