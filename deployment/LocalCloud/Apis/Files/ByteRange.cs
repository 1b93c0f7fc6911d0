using System.Globalization;
using System.Net.Http.Headers;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>The part of a file that a <c>Range</c> header asks for.</summary>
internal static class ByteRange
{
    /// <summary>The answer with that part, or with all of it when there is no range or one that is not understood.</summary>
    public static ApiResponse Answer(byte[] bytes, string? header, Dictionary<string, string> headers)
    {
        if (header is null || !RangeHeaderValue.TryParse(header, out var range) || range.Unit != "bytes" || range.Ranges.Count != 1)
            return ApiResponse.Raw(bytes) with { Headers = headers };

        var wanted = range.Ranges.First();
        var from = wanted.From ?? Math.Max(0, bytes.LongLength - (wanted.To ?? 0));
        var to = Math.Min(wanted.From is null ? long.MaxValue : wanted.To ?? long.MaxValue, bytes.LongLength - 1);
        if (from > to)
        {
            headers["content-range"] = string.Create(CultureInfo.InvariantCulture, $"bytes */{bytes.LongLength}");
            return new ApiResponse { Status = 416, Headers = headers };
        }

        headers["content-range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{bytes.LongLength}");
        return ApiResponse.Raw(bytes[(int)from..(int)(to + 1)]) with { Status = 206, Headers = headers };
    }
}
