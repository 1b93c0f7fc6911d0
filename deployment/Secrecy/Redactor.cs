using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Layercake.Secrecy;

/// <summary>Replaces the secrets of a run by <see cref="Blank"/> in everything that is written out, in every encoding.</summary>
public sealed class Redactor
{
    /// <summary>The replacement for a secret.</summary>
    public const string Blank = "***";

    /// <summary>
    /// Shorter values are not replaced: without every <c>1</c> or <c>dev</c> the output would be unreadable, and the gaps would show the
    /// value.
    /// </summary>
    public const int ShortestValue = 4;

    /// <summary>Across a line break a shorter value occurs by chance.</summary>
    private const int ShortestBroken = 8;

    private readonly Lock gate = new();
    private readonly HashSet<string> values = new(StringComparer.Ordinal);

    /// <summary>Encoded values by their first four characters, the longest first.</summary>
    private readonly ConcurrentDictionary<ulong, string[]> forms = new();

    /// <summary>Called once for each line of a new value, before <see cref="Register"/> returns.</summary>
    public Action<string>? Registered { get; set; }

    /// <summary>From now on this value is replaced.</summary>
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

    /// <summary>The text without registered values, and without what has the form of a secret.</summary>
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

        // A reference stays even if it contains a value. It is in Git, so a blank in it would reveal the value.
        var mentions = SecretReferencePatterns.Places(text);
        found.RemoveAll(place => mentions.Any(mention => mention.Start <= place.Start && place.End <= mention.End));
        return Blanked(text, found);

        void Find(DecodedText? decoded, int shortest)
        {
            if (decoded is not null)
                found.AddRange(Places(decoded.Text, shortest).Select(place => decoded.Written(place.Start, place.End - place.Start)));
        }
    }

    /// <summary>One pass over the text, independent of the number of secrets.</summary>
    private IEnumerable<(int Start, int End)> Places(string text, int shortest)
    {
        for (var i = 0; i + ShortestValue <= text.Length; i++)
            if (LengthAt(text, i) is var length && length >= shortest)
                yield return (i, i + length);
    }

    /// <summary>Overlapping secrets are replaced together, so that no part of either remains.</summary>
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
