using Layercake.Engine.Memory;

namespace Build.CommandLine;

/// <summary>What <c>Lock</c> may be told.</summary>
internal static class LockOptions
{
    public static IEnumerable<string> Errors(IReadOnlyDictionary<KnownOption, string> values, IReadOnlyList<string> targets)
    {
        if (!targets.Contains("Lock"))
            yield break;

        var message = Text("message") is { } text ? EnvironmentLock.Clean(text) : null;
        if (message is "")
            yield return "--message has no text. Say why nothing may be deployed, for those who are refused.";
        if (message?.Length > EnvironmentLock.LongestMessage)
            yield return $"--message has {message.Length} characters, and may have {EnvironmentLock.LongestMessage}. Shorten it.";
        if (Text("until") is { } until && LockEnd.Parse(until, DateTimeOffset.UnixEpoch) is null)
            yield return $"--until={until} is no time. Give a time with its zone (2026-12-24T18:00Z), a day (2026-12-24) or a duration "
                + "(30m, 24h, 7d).";

        string? Text(string name) => values.FirstOrDefault(entry => entry.Key.Name == name).Value;
    }
}
