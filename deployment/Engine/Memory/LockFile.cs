using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>The lock as bytes: plain JSON, so that people can read it in the workspace.</summary>
internal static class LockFile
{
    private const long Format = 1;

    /// <summary>The first version that reads the current format; an older one names it.</summary>
    private const string Needs = "0.2.0";

    public static byte[] Write(EnvironmentLock written) =>
        Encoding.UTF8.GetBytes(
            new JObject
            {
                ["format"] = Format,
                ["needs"] = Needs,
                ["owner"] = written.Owner,
                ["user"] = written.User,
                ["since"] = Text(written.Since),
                ["until"] = written.Until is { } until ? Text(until) : null,
                ["message"] = written.Message,
            }.ToString()
        );

    /// <summary>Anyone who may write to the folder may have written this file, so its texts are cleaned and cut.</summary>
    public static FoundLock Read(byte[] content, string path, DateTimeOffset now)
    {
        if (Parse(content) is not { } document)
            return Unreadable("it cannot be read as JSON");
        if (document["format"] is not JValue { Value: long format })
            return Unreadable("it has no format");
        if (format != Format)
            return Unreadable(
                $"it was written by another version of this tool (format {format}; version {Text(document, "needs") ?? "unknown"} reads it)"
            );
        if (Text(document, "owner") is not { } owner || Text(document, "message") is not { } message)
            return Unreadable("it does not say owner and message");
        if (Time(document, "since") is not { } since)
            return Unreadable("its since is no time");
        if (document["until"] is { Type: not JTokenType.Null } && Time(document, "until") is null)
            return Unreadable("its until is no time");

        var read = new EnvironmentLock
        {
            Owner = owner,
            User = Text(document, "user") ?? "",
            Since = since,
            Until = Time(document, "until"),
            Message = message,
        };
        return new FoundLock(path, read, read.IsOver(now));

        FoundLock Unreadable(string problem) => new(path, null, Problem: problem);
    }

    private static JObject? Parse(byte[] content)
    {
        try
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(content), Encoding.UTF8))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = 8,
            };
            return JObject.Load(reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject document, string name)
    {
        if (document[name] is not JValue { Type: JTokenType.String } value)
            return null;

        var clean = EnvironmentLock.Clean((string)value!);
        return clean.Length <= EnvironmentLock.LongestMessage ? clean : clean[..EnvironmentLock.LongestMessage] + "…";
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JObject document, string name) =>
        DateTimeOffset.TryParseExact(Text(document, name), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime()
            : null;
}
