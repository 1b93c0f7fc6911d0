using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>What an endpoint answers.</summary>
public sealed record ApiResponse
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public byte[] Body { get; init; } = [];

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary><c>{}</c>: what RPC-style endpoints answer when there is nothing to say.</summary>
    public static ApiResponse Empty => Json(new JObject());

    /// <summary>204 with no body, as Files and SCIM deletes answer.</summary>
    public static ApiResponse NoContent => new() { Status = 204 };

    /// <summary>Compact JSON; clients match on raw text such as <c>"error_code":"TEMPORARILY_UNAVAILABLE"</c>.</summary>
    public static ApiResponse Json(JToken body, int status = 200) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(body.ToString(Formatting.None)) };

    public static ApiResponse Raw(byte[] body, string contentType = "application/octet-stream") =>
        new() { Body = body, ContentType = contentType };
}
