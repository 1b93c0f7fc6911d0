using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>The lease as bytes: plain JSON, so that people can read it in the workspace.</summary>
internal static class LeaseFile
{
    private static readonly Dictionary<string, LeaseState> States = new()
    {
        ["live"] = LeaseState.Live,
        ["ended"] = LeaseState.Ended,
        ["broken"] = LeaseState.Broken,
    };

    public static byte[] Write(Lease lease) =>
        Encoding.UTF8.GetBytes(
            new JObject
            {
                ["nonce"] = lease.Nonce,
                ["owner"] = lease.Owner,
                ["taken_at"] = lease.TakenAt.ToString("O", CultureInfo.InvariantCulture),
                ["state"] = States.First(state => state.Value == lease.State).Key,
                ["beat"] = lease.Beat,
                ["left_unanswered"] = lease.LeftUnanswered,
                ["manifest"] = lease.Manifest,
            }.ToString()
        );

    /// <param name="number">From the file's name; 0 for a file of an earlier version, which says no state.</param>
    /// <returns>Null when the bytes are no lease.</returns>
    public static Lease? Read(byte[] content, long number)
    {
        try
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(content), Encoding.UTF8))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = 8,
            };
            var document = JObject.Load(reader);
            // The nonce becomes part of a path, and anyone may have written this file.
            return
                Guid.TryParseExact(Text(document, "nonce"), "N", out var nonce)
                && Time(document) is { } taken
                && States.TryGetValue(Text(document, "state") ?? "live", out var state)
                ? new Lease
                {
                    Number = number,
                    Nonce = nonce.ToString("N"),
                    Owner = Text(document, "owner") ?? "someone",
                    TakenAt = taken,
                    State = state,
                    Beat = document["beat"] is JValue { Value: long beat } ? beat : 0,
                    LeftUnanswered = document["left_unanswered"] is JValue { Value: true },
                    Manifest = Text(document, "manifest"),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject document, string name) =>
        document[name] is JValue { Type: JTokenType.String } value ? (string?)value : null;

    private static DateTimeOffset? Time(JObject document) =>
        DateTimeOffset.TryParseExact(Text(document, "taken_at"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime()
            : null;
}
