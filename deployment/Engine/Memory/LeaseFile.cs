using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>The lease as bytes: plain JSON, so that people can read it in the workspace.</summary>
internal static class LeaseFile
{
    public static byte[] Write(Lease lease) => Encoding.UTF8.GetBytes(new JObject
    {
        ["nonce"] = lease.Nonce,
        ["owner"] = lease.Owner,
        ["taken_at"] = lease.TakenAt.ToString("O", CultureInfo.InvariantCulture),
        ["expires_at"] = lease.ExpiresAt.ToString("O", CultureInfo.InvariantCulture),
    }.ToString());

    /// <returns>Null when the bytes are no lease.</returns>
    public static Lease? Read(byte[] content)
    {
        try
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(content), Encoding.UTF8)) { DateParseHandling = DateParseHandling.None, MaxDepth = 8 };
            var document = JObject.Load(reader);
            // The nonce becomes part of a path, and what is in the workspace may be anyone's.
            return Guid.TryParseExact(Text(document, "nonce"), "N", out var nonce) && Time(document, "taken_at") is { } taken && Time(document, "expires_at") is { } expires
                ? new Lease { Nonce = nonce.ToString("N"), Owner = Text(document, "owner") ?? "someone", TakenAt = taken, ExpiresAt = expires }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject document, string name) => document[name] is JValue { Type: JTokenType.String } value ? (string?)value : null;

    private static DateTimeOffset? Time(JObject document, string name) =>
        DateTimeOffset.TryParseExact(Text(document, name), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime() : null;
}
