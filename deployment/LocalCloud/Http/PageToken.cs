using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Layercake.LocalCloud.Http;

/// <summary>Opaque to clients: where a listing goes on, and which listing that is.</summary>
internal static class PageToken
{
    /// <param name="scope">What the listing shows and sorts by; a token of another listing is refused.</param>
    public static string Of(long position, string scope) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position}:{scope}")));

    /// <returns>0 without a token.</returns>
    /// <exception cref="ApiError">400 when the token is not one of this listing's.</exception>
    public static int Offset(string? token, string scope) =>
        token is null ? 0
        : Read(token, scope) is <= int.MaxValue and var offset ? (int)offset
        : throw Invalid(token);

    /// <exception cref="ApiError">400 when the token is not one of this listing's.</exception>
    public static long Read(string token, string scope) => TryRead(token, scope) ?? throw Invalid(token);

    public static long? TryRead(string token, string scope) =>
        Base64Url.IsValid(token)
        && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(':', 2) is [var position, var owner]
        && owner == scope
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static ApiError Invalid(string token) => ApiError.InvalidParameter($"Invalid page_token: '{token}'.");
}
