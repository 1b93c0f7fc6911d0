using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>
/// The names of time zones: those of the IANA database, the same on every machine, and further ones of this machine.
/// </summary>
internal static partial class TimeZones
{
    private static readonly Lazy<HashSet<string>> Known = new(Load);

    /// <returns>What is wrong with it and what to write instead; null when nothing is wrong.</returns>
    public static string? Problem(string id)
    {
        // Java, and so the service, also accepts offsets and old names of three letters.
        if (Known.Value.Contains(id) || Javas().IsMatch(id) || TimeZoneInfo.TryFindSystemTimeZoneById(id, out _) && !IsWindowsName(id))
            return null;
        if (IsWindowsName(id))
            return $"{id} is a name of Windows. Write the IANA name, such as Europe/Berlin or America/New_York.";

        var near =
            Known.Value.FirstOrDefault(known => known.EndsWith($"/{id.Replace(' ', '_')}", StringComparison.OrdinalIgnoreCase))
            ?? NameSuggestion.Of(id, Known.Value);
        return $"{(id.Length == 0 ? "an empty text" : id)} is no time zone.{(near is null ? "" : $" Did you mean {near}?")} Write an IANA "
            + $"name, such as UTC or Europe/Berlin.";
    }

    private static bool IsWindowsName(string id) => id.EndsWith(" Time", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Load()
    {
        using var reader = new StreamReader(typeof(TimeZones).Assembly.GetManifestResourceStream("time-zones.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    [GeneratedRegex(@"\A((GMT|UTC|UT)[-+][0-9]{1,2}(:?[0-9]{2})?|[A-Z]{3}|SystemV/[A-Z0-9]+)\z")]
    private static partial Regex Javas();
}
