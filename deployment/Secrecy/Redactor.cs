using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Layercake.Secrecy;

/// <summary>Knows every secret of a run, and blanks each of them in whatever leaves the run, however it is encoded.</summary>
public sealed class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Blank = "***";

    /// <summary>
    /// Shorter values are left alone: blanking every <c>1</c> or <c>dev</c> would make all output unreadable, and show the value by where
    /// it is missing.
    /// </summary>
    public const int ShortestValue = 4;

    /// <summary>Over a line break a shorter value is found by chance.</summary>
    private const int ShortestBroken = 8;

    private readonly Lock gate = new();
    private readonly HashSet<string> values = new(StringComparer.Ordinal);

    /// <summary>By their first four characters, the longest first.</summary>
    private readonly ConcurrentDictionary<ulong, string[]> forms = new();

    /// <summary>Hears of each line of each value once, before anyone who registers it can print it.</summary>
    public Action<string>? Registered { get; set; }

    /// <summary>From now on nobody sees this value.</summary>
    public void Register(string? value)
    {
        if (value is null || value.Trim().Length < ShortestValue)
            return;

        lock (gate)
        {
            if (!values.Add(value))
                return;

            var lines = value
                .Split(['\r', '\n'], StringSplitOptions.TrimEntries)
                .Where(line => line.Length >= ShortestValue)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            foreach (var form in lines.Append(value).SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal))
                forms.AddOrUpdate(
                    Key(form),
                    _ => [form],
                    (_, others) => others.Contains(form) ? others : [.. others.Append(form).OrderByDescending(other => other.Length)]
                );

            foreach (var line in lines)
                Registered?.Invoke(line);
        }
    }

    /// <summary>The text without any registered value, and without what is a secret by its looks.</summary>
    public string Redact(string text) => SecretPatterns.Blanked(WithoutKnown(text));

    private string WithoutKnown(string text)
    {
        if (forms.IsEmpty)
            return text;

        var unescaped = DecodedText.Unescaped(text);
        var found = Places(text, ShortestValue).ToList();
        Find(unescaped, ShortestValue);
        Find(DecodedText.WithoutBreaks(text, unescaped), ShortestBroken);
        if (found.Count == 0)
            return text;

        // A name that happens to hold a value is in Git; blanked, it would tell the value to whoever looks there.
        var mentions = SecretReferencePatterns.Places(text);
        found.RemoveAll(place => mentions.Any(mention => mention.Start <= place.Start && place.End <= mention.End));
        return Blanked(text, found);

        void Find(DecodedText? decoded, int shortest)
        {
            if (decoded is not null)
                found.AddRange(Places(decoded.Text, shortest).Select(place => decoded.Written(place.Start, place.End - place.Start)));
        }
    }

    /// <summary>Looks once at each place of the text, however many secrets there are.</summary>
    private IEnumerable<(int Start, int End)> Places(string text, int shortest)
    {
        for (var i = 0; i + ShortestValue <= text.Length; i++)
            if (LengthAt(text, i) is var length && length >= shortest)
                yield return (i, i + length);
    }

    /// <summary>Of two secrets that overlap, nothing of either is left.</summary>
    private static string Blanked(string text, List<(int Start, int End)> found)
    {
        var clean = new StringBuilder(text.Length);
        var (copied, last) = (0, (Start: 0, End: 0));
        foreach (var place in found.OrderBy(place => place.Start).ThenBy(place => place.End))
        {
            if (last.End == 0 || place.Start >= last.End)
            {
                clean.Append(text, copied, place.Start - copied).Append(Blank);
                last = place;
            }

            copied = last.End = Math.Max(last.End, place.End);
        }

        return clean.Append(text, copied, text.Length - copied).ToString();
    }

    private int LengthAt(string text, int place)
    {
        if (forms.TryGetValue(Key(text.AsSpan(place)), out var candidates))
            foreach (var form in candidates)
                if (text.AsSpan(place).StartsWith(form, StringComparison.Ordinal))
                    return form.Length;

        return 0;
    }

    private static ulong Key(ReadOnlySpan<char> text) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text));
}
