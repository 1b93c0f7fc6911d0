using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Layercake.Engine.Declarations;

/// <summary>Makes file names for objects that are valid and distinct on every system, and stable.</summary>
/// <remarks>
/// A name that had to be changed ends in <c>~</c> and the beginning of its hash, so that no two names become one file. The original name
/// is inside the file.
/// </remarks>
/// <param name="taken">File names in the folder that are not free, endings included.</param>
internal sealed class FileNames(IEnumerable<string> taken)
{
    private const string Ending = ".json";

    private const int LongestStem = 80;

    private const string Allowed = " ._-+=,@()[]~";

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })],
        StringComparer.OrdinalIgnoreCase
    );

    private readonly HashSet<string> used = new(taken.Select(Folded), StringComparer.Ordinal);

    /// <summary>The name of a file for that object alone.</summary>
    public static string Of(string name) => new FileNames([]).Free(name, alone: true);

    /// <summary>A name for each of these objects.</summary>
    public IReadOnlyDictionary<string, string> For(IReadOnlyCollection<string> names)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var twins in names.Order(StringComparer.Ordinal).GroupBy(name => Folded(Stem(name) + Ending), StringComparer.Ordinal))
        {
            // Of names that differ only in case, all get a hash: otherwise the result would depend on their order.
            var alone = twins.Count() == 1 && !used.Contains(twins.Key);
            foreach (var name in twins)
                files[name] = Free(name, alone);
        }

        return files;
    }

    /// <summary>Whether any system would refuse that name of a file or folder, or change it.</summary>
    public static bool IsPortable(string name) =>
        name.Length > 0
        && name.TrimEnd('.', ' ') == name
        && !IsReserved(name)
        && name.All(letter => !char.IsControl(letter) && !@"<>:""/\|?*".Contains(letter, StringComparison.Ordinal))
        && Encoding.UTF8.GetByteCount(name) <= 255;

    private string Free(string name, bool alone)
    {
        var stem = Stem(name);
        for (var digits = alone && stem == name ? 0 : 8; ; digits += digits == 0 ? 8 : 16)
        {
            var file = (digits == 0 ? stem : $"{stem}~{Hash(name)[..digits]}") + Ending;
            if (used.Add(Folded(file)))
                return file;
        }
    }

    /// <summary>The name as far as a file can have it; the name itself when it can have all of it.</summary>
    private static string Stem(string name)
    {
        var stem = new StringBuilder();
        var replaced = false;
        foreach (var rune in Normal(name).EnumerateRunes().TakeWhile(_ => stem.Length < LongestStem))
        {
            var allowed = IsAllowed(rune);
            if (allowed || !replaced)
                stem.Append(allowed ? rune.ToString() : "-");

            replaced = !allowed;
        }

        var plain = stem.ToString().Trim(' ', '.');
        plain = plain.Length == 0 ? "unnamed" : plain;
        return IsReserved(plain) ? plain.Replace('.', '-') + "_" : plain;
    }

    private static bool IsAllowed(Rune rune) =>
        rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value) || Allowed.Contains((char)rune.Value, StringComparison.Ordinal)
            : Rune.IsLetterOrDigit(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>On Windows a device's name means the device, whatever follows the first dot.</summary>
    private static bool IsReserved(string name) => Reserved.Contains(name.Split('.')[0].TrimEnd());

    /// <summary>Names are equal if any file system treats them as equal: some ignore case or normalise accents.</summary>
    private static string Folded(string file) => Normal(file).ToUpperInvariant();

    /// <summary>Half of a surrogate pair cannot be normalised and is not valid in a file name.</summary>
    private static string Normal(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Normalize(NormalizationForm.FormC);

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)));
}
