using System.Globalization;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>Times as newer APIs write them.</summary>
internal static class Timestamps
{
    public static string Iso(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
