using System.Globalization;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Build.Text;

/// <summary>How plans and outcomes are worded.</summary>
internal static class DisplayText
{
    private const string Moved = "moved";

    public static string Mark(Change change) => change.IsMove ? "→" : Mark(change.Action);

    public static string Mark(ChangeAction action) =>
        action switch
        {
            ChangeAction.Create => "+",
            ChangeAction.Update => "~",
            ChangeAction.Recreate => "±",
            ChangeAction.Delete => "-",
            _ => "=",
        };

    public static Tone Tone(Change change) => change.IsMove ? Text.Tone.Change : Tone(change.Action);

    public static Tone Tone(ChangeAction action) =>
        action switch
        {
            ChangeAction.None => Text.Tone.Quiet,
            ChangeAction.Create => Text.Tone.Good,
            ChangeAction.Delete or ChangeAction.Recreate => Text.Tone.Bad,
            _ => Text.Tone.Change,
        };

    public static string Present(Change change) => change.IsMove ? Moved : Present(change.Action);

    public static string Present(ChangeAction action) => action.ToString().ToLowerInvariant();

    public static string Past(Change change) => change.IsMove ? Moved : Past(change.Action);

    public static string Past(ChangeAction action) =>
        action switch
        {
            ChangeAction.Create => "created",
            ChangeAction.Update => "updated",
            ChangeAction.Recreate => "recreated",
            ChangeAction.Delete => "deleted",
            _ => "unchanged",
        };

    /// <summary><c>1 cluster</c>, <c>3 clusters</c></summary>
    public static string Count(int count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    public static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>
    /// The beginning of a text that is too long to be shown, and how long it is. Secrets have to be out of it: half of one would be
    /// recognised no more.
    /// </summary>
    public static string Clip(string text, int longest) =>
        text.Length <= longest
            ? text
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}… ({text.Length} characters in all)"
            );

    public static string Since(Lease lease) => Time(lease.TakenAt);

    public static string Time(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>At the end of a commit that files differ from.</summary>
    public const string Dirty = "-dirty";

    /// <summary>Enough of a commit to find it by, and that files differ from it.</summary>
    public static string ShortCommit(string? commit)
    {
        var mark = commit?.EndsWith(Dirty, StringComparison.Ordinal) == true ? Dirty : "";
        var id = commit?[..^mark.Length] ?? "";
        return (id.Length > 10 ? id[..10] : id) + mark;
    }
}
