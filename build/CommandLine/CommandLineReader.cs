using System.Globalization;
using Layercake.Engine.Declarations;

namespace Build.CommandLine;

/// <summary>Reads and checks the command line before anything runs; Cake itself accepts a misspelt option.</summary>
/// <param name="variables">
/// Environment variables: <c>LAYERCAKE_OPTION_NOTEBOOKS_PATH</c> is <c>--notebooks-path</c>, unless that is on the command line. So a
/// pipeline passes its parameters on without a shell in between, which would read them as its own language. Empty ones are not given; of an
/// option that may be given several times each line is one value.
/// </param>
internal sealed class CommandLineReader(KnownOptions options, TargetTable targets, IReadOnlyDictionary<string, string> variables)
{
    public const string VariablePrefix = "LAYERCAKE_OPTION_";

    private const string Default = "Deploy";

    private static readonly string[] Verbosities = ["quiet", "minimal", "normal", "verbose", "diagnostic"];

    private IEnumerable<string> Spellings => options.All.Select(option => option.Spelling);

    public HostArguments Read(IReadOnlyList<string> words)
    {
        var values = new Dictionary<KnownOption, string>();
        var repeated = new Dictionary<KnownOption, IReadOnlyList<string>>();
        var named = new List<string>();
        var errors = new List<string>();

        ReadWords(words, values, repeated, named, errors);
        List<KnownOption> written = [.. values.Keys, .. repeated.Keys];
        ReadVariables(values, repeated, named, errors);
        if (values.Keys.Count(option => option.Name is "package" or "assets") == 2 && !named.Contains("Package"))
            errors.Add("--package and --assets both say what is deployed. Give one of them.");

        // Each list once, however many names were wrong.
        if (errors.Any(error => error.StartsWith("Unknown target", StringComparison.Ordinal)))
            errors.Add($"Targets: {string.Join(", ", targets.Names)}.");
        else
            errors.AddRange(UnusedOptions.Errors(written, named.Count == 0 ? [Default] : targets.InOrder(named)));
        if (values.Keys.Any(option => option.Name == "with-needed") && !repeated.Keys.Any(option => option.Name == "select"))
            errors.Add("--with-needed says what a selection takes along. Give --select=KIND.NAME too, or leave it out.");

        if (errors.Any(error => error.StartsWith("Unknown option", StringComparison.Ordinal)))
            errors.Add("--help lists all options.");
        if (named.Count == 0)
            named.Add(Default);
        return new HostArguments
        {
            Targets = targets.InOrder(named),
            Values = values,
            Repeated = repeated,
            Errors = errors,
        };
    }

    private void ReadWords(
        IReadOnlyList<string> words,
        Dictionary<KnownOption, string> values,
        Dictionary<KnownOption, IReadOnlyList<string>> repeated,
        List<string> named,
        List<string> errors
    )
    {
        for (var i = 0; i < words.Count; i++)
        {
            var equals = words[i].IndexOf('=', StringComparison.Ordinal);
            var spelling = equals < 0 ? words[i] : words[i][..equals];
            if (options.Find(spelling) is not { } option)
            {
                errors.Add(Unknown(spelling));
                // Its value would only be reported a second time, as a stray word.
                if (spelling.StartsWith('-') && equals < 0 && i + 1 < words.Count && !words[i + 1].StartsWith('-'))
                    i++;
                continue;
            }

            var value = equals < 0 ? null : words[i][(equals + 1)..];
            if (
                option.Value is not OptionValue.None
                && equals < 0
                && i + 1 < words.Count
                && !words[i + 1].StartsWith("--", StringComparison.Ordinal)
            )
                value = words[++i];

            if (Complaint(option, value) is { } complaint)
                errors.Add(complaint);
            else if (option.Name == "target")
                Name(value!, named, errors);
            else if (option.Repeatable)
                Repeat(option, value!, repeated, errors);
            else if (!values.TryAdd(option, value ?? "") && option.Value is not OptionValue.None)
                errors.Add($"{option.Spelling} is given twice. Give it once.");
        }
    }

    private void ReadVariables(
        Dictionary<KnownOption, string> values,
        Dictionary<KnownOption, IReadOnlyList<string>> repeated,
        List<string> named,
        List<string> errors
    )
    {
        var names = named.Count > 0;
        foreach (
            var (variable, value) in variables
                .Where(pair => pair.Key.StartsWith(VariablePrefix, StringComparison.Ordinal) && pair.Value.Length > 0)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        )
        {
            var spelling = $"--{variable[VariablePrefix.Length..].ToLowerInvariant().Replace('_', '-')}";
            if (options.Find(spelling) is not { } option)
                errors.Add($"{Unknown(spelling)} The variable {variable} says it.");
            else if (option.Value is OptionValue.None)
                errors.Add($"{spelling} takes no value, so the variable {variable} cannot say it.");
            else if (option.Name == "target" ? names : values.ContainsKey(option) || repeated.ContainsKey(option))
                continue;
            else if (option.Repeatable && option.Name != "target")
                foreach (
                    var line in value
                        .ReplaceLineEndings("\n")
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                )
                    if (Complaint(option, line) is { } wrong)
                        errors.Add($"{wrong} The variable {variable} says it.");
                    else
                        Repeat(option, line, repeated, errors);
            else if (Complaint(option, value) is { } complaint)
                errors.Add($"{complaint} The variable {variable} says it.");
            else if (option.Name == "target")
                Name(value, named, errors);
            else
                values.Add(option, value);
        }
    }

    private void Name(string value, List<string> named, List<string> errors)
    {
        if (targets.Find(value) is { } target)
            named.Add(target.Name);
        else
            errors.Add($"Unknown target {value}.{NameSuggestion.Suggest(value, targets.Names)}");
    }

    private static void Repeat(
        KnownOption option,
        string value,
        Dictionary<KnownOption, IReadOnlyList<string>> repeated,
        List<string> errors
    )
    {
        var before = repeated.GetValueOrDefault(option) ?? [];
        var name = value.Split('=')[0];
        if (option.Value == OptionValue.Assignment && before.Any(other => other.Split('=')[0] == name))
            errors.Add($"{option.Spelling}={name}=… is given twice. Give it once.");
        else
            repeated[option] = [.. before, value];
    }

    private static string? Complaint(KnownOption option, string? value) =>
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
            OptionValue.Verbosity when !Verbosities.Any(level => Matches(level, value)) =>
                $"Unknown verbosity {value}.{NameSuggestion.Suggest(value, Verbosities)} Levels: {string.Join(", ", Verbosities)}.",
            _ => null,
        };

    // Cake understands the first letter of a level as well.
    private static bool Matches(string level, string value) =>
        level.Equals(value, StringComparison.OrdinalIgnoreCase)
        || value.Length == 1 && level.StartsWith(value, StringComparison.OrdinalIgnoreCase);

    private string Unknown(string word)
    {
        if (!word.StartsWith('-'))
        {
            var hint = targets.Find(word) is { } target ? $" Did you mean --target={target.Name}?" : "";
            return $"Unexpected word {word}.{hint} Options look like --name=value.";
        }

        return $"Unknown option {word}.{NameSuggestion.Suggest(word, Spellings)}";
    }
}
