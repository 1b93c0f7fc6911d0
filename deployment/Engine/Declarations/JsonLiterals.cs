using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace Layercake.Engine.Declarations;

/// <summary>Reads JSON values without quotes: <c>true</c>, <c>false</c>, <c>null</c> and numbers.</summary>
internal static partial class JsonLiterals
{
    /// <summary>No setting has more digits, and reading very long numbers takes long.</summary>
    private const int MostDigits = 1000;

    /// <exception cref="JsonProblem">The text is no such value.</exception>
    public static (JsonToken Token, object? Value) Read(string word, int line, int column) =>
        word switch
        {
            "true" => (JsonToken.Boolean, true),
            "false" => (JsonToken.Boolean, false),
            "null" => (JsonToken.Null, null),
            _ when Number().IsMatch(word) => ReadNumber(word)
                ?? throw new JsonProblem(
                    "JSN007",
                    $"{Shown(word)} is a number too large to be kept exactly. Write it as a text, in double quotes.",
                    line,
                    column
                ),
            _ => throw new JsonProblem("JSN001", Explain(word), line, column),
        };

    private static (JsonToken, object?)? ReadNumber(string word)
    {
        if (word.Length > MostDigits)
            return null;
        if (word.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
            return (
                JsonToken.Integer,
                long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small)
                    ? (object)small
                    : BigInteger.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            );

        // A decimal keeps 28 digits exactly. Numbers outside its range become the nearest double.
        var isZero =
            word.AsSpan().IndexOfAnyInRange('1', '9') is var first && (first < 0 || word.AsSpan(0, first).IndexOfAny('e', 'E') >= 0);
        if (decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || isZero))
            return (JsonToken.Float, exact);

        var rough = double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(rough) || rough == 0 ? null : (JsonToken.Float, rough);
    }

    private static string Explain(string word) =>
        word.ToUpperInvariant() switch
        {
            "TRUE" or "FALSE" or "NULL" => $"{word} is written {word.ToLowerInvariant()}.",
            "NONE" or "UNDEFINED" or "NIL" => $"{word} is written null.",
            "NAN" or "INFINITY" or "-INFINITY" => $"JSON has no {word}. Write a number.",
            _ when word[0] == '#' => "A comment starts with //, not with #.",
            _ when char.IsAsciiDigit(word[^1]) && (char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' or '.') =>
                $"{Shown(word)} is not how JSON writes a number: no plus sign, no zero in front, digits on both sides of the "
                    + $"point. If it is a text, put it in double quotes.",
            _ => $"{Shown(word)} is neither true, false, null nor a number. If it is a text, put it in double quotes.",
        };

    private static string Shown(string word) => word.Length <= 40 ? word : $"{word[..40]}…";

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
