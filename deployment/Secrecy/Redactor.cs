using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Layercake.Secrecy;

/// <summary>Knows every secret of a run, and blanks each of them in whatever leaves the run, however it is encoded.</summary>
public sealed class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Blank = "***";

    /// <summary>Shorter values are left alone: blanking every <c>1</c> or <c>dev</c> would make all output unreadable, and show the value by where it is missing.</summary>
    public const int ShortestValue = 4;

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

            var lines = value.Split(['\r', '\n'], StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestValue).Distinct(StringComparer.Ordinal).ToList();
            foreach (var form in lines.Append(value).SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal))
                forms.AddOrUpdate(Key(form), _ => [form], (_, others) => others.Contains(form) ? others : [.. others.Append(form).OrderByDescending(other => other.Length)]);

            foreach (var line in lines)
                Registered?.Invoke(line);
        }
    }

    /// <summary>The text without any registered value, and without what is a secret by its looks.</summary>
    public string Redact(string text) => Telltale.Blanked(WithoutKnown(text));

    /// <summary>Looks once at each place of the text, however many secrets there are.</summary>
    private string WithoutKnown(string text)
    {
        if (forms.IsEmpty)
            return text;

        var clean = (StringBuilder?)null;
        var (copied, start, end) = (0, 0, 0);
        for (var i = 0; i + ShortestValue <= text.Length; i++)
        {
            var length = LengthAt(text, i);
            if (length == 0)
                continue;

            // Of two secrets that overlap, nothing of either is left.
            if (i >= end)
            {
                Copy();
                start = i;
            }

            end = Math.Max(end, i + length);
        }

        Copy();
        return clean is null ? text : clean.Append(text, copied, text.Length - copied).ToString();

        void Copy()
        {
            if (end == 0)
                return;

            (clean ??= new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(Blank);
            copied = end;
        }
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
