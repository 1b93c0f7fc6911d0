using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Opaque to clients: what is paged and the position in it.</summary>
internal static class PageToken
{
    public static string Of(string what, long position) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}:{position}")));

    /// <exception cref="ApiError">400 when it is not a token of that kind.</exception>
    public static long Read(string token, string what) => TryRead(token, what) ?? throw ApiError.InvalidParameter($"Invalid page_token: '{token}'.");

    public static long? TryRead(string token, string what) =>
        Base64Url.IsValid(token)
        && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(':') is [var kind, var position]
        && kind == what
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
