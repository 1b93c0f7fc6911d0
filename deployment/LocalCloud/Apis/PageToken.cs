using System.Buffers.Text;
using System.Text;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis;

/// <summary>Opaque page tokens that say where a listing goes on and which listing they belong to.</summary>
internal static class PageToken
{
    /// <param name="scope">What the listing filters and sorts by; a token of another listing is refused.</param>
    public static string Of(int offset, string scope) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{offset}:{scope}"));

    /// <returns>0 without a token.</returns>
    /// <exception cref="ApiError">400 when the token is not one of this listing's.</exception>
    public static int Offset(string? token, string scope)
    {
        if (string.IsNullOrEmpty(token))
            return 0;

        if (Base64Url.IsValid(token))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(':', 2);
            if (parts.Length == 2 && parts[1] == scope && int.TryParse(parts[0], out var offset) && offset >= 0)
                return offset;
        }

        throw ApiError.InvalidParameter("Invalid page token.");
    }
}
