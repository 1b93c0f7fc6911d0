using System.Globalization;
using Layercake.Engine.Declarations;

namespace Build.CommandLine;

/// <summary>Checks the value of an option as far as that is possible before the run.</summary>
internal static class OptionCheck
{
    private static readonly string[] Verbosities = ["quiet", "minimal", "normal", "verbose", "diagnostic"];

    /// <param name="value">Null when the option was written without one.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Error(KnownOption option, string? value) =>
        option.Value switch
        {
            OptionValue.None when value is not null => $"{option.Spelling} takes no value.",
            OptionValue.None => null,
            _ when string.IsNullOrEmpty(value) => $"{option.Spelling} needs a value: {option.Spelling}={option.Hint}.",
            OptionValue.Assignment when value.IndexOf('=', StringComparison.Ordinal) <= 0 =>
                $"{option.Spelling}={value} has no name and value: {option.Spelling}={option.Hint}.",
            _ when option.Only.Count > 0 && !option.Only.Contains(value) =>
                $"{option.Spelling}={value} is not known. It may be {string.Join(" or ", option.Only)}.",
            OptionValue.Folder when !Directory.Exists(value) => $"{option.Spelling}={value}: there is no such folder.",
            OptionValue.Port when !ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
                $"{option.Spelling}={value} is no port. Give a number from 0 to 65535; 0 is any free one.",
            OptionValue.CloneAddress when CloneAddress.Parse(value) is null =>
                $"{option.Spelling} has no address that may be cloned. {CloneAddress.Allowed}",
            OptionValue.WorkspaceFolder when WorkspaceFolderPath.Parse(value) is null =>
                $"{option.Spelling}={value} is no such path. {WorkspaceFolderPath.Allowed}",
            OptionValue.Verbosity when !Verbosities.Any(level => Matches(level, value)) =>
                $"Unknown verbosity {value}.{NameSuggestion.Suggest(value, Verbosities)} Levels: {string.Join(", ", Verbosities)}.",
            _ => null,
        };

    // Cake understands the first letter of a level as well.
    private static bool Matches(string level, string value) =>
        level.Equals(value, StringComparison.OrdinalIgnoreCase)
        || value.Length == 1 && level.StartsWith(value, StringComparison.OrdinalIgnoreCase);
}
