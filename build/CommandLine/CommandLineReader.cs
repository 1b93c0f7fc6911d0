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

    private IEnumerable<string> Spellings => options.All.Select(option => option.Spelling);

    public HostArguments Read(IReadOnlyList<string> words)
    {
        var given = new GivenOptions(targets);
        ReadWords(words, given);
        List<KnownOption> written = [.. given.Values.Keys, .. given.Repeated.Keys];
        ReadVariables(given);

        var (values, errors) = (given.Values, given.Errors);
        if (values.Keys.Count(option => option.Name is "package" or "assets") == 2 && !given.Targets.Contains("Package"))
            errors.Add("--package and --assets both say what is deployed. Give one of them.");

        // Each list once, however many names were wrong.
        var run = targets.InOrder(given.Targets.Count == 0 ? [Default] : given.Targets);
        if (errors.Any(error => error.StartsWith("Unknown target", StringComparison.Ordinal)))
            errors.Add($"Targets: {string.Join(", ", targets.Names)}.");
        else
            errors.AddRange(new UnusedOptions(targets.Uses).Errors(written, run));
        if (values.Keys.Any(option => option.Name == "with-needed") && !given.Repeated.Keys.Any(option => option.Name == "select"))
            errors.Add("--with-needed says what a selection takes along. Give --select=KIND.NAME too, or leave it out.");

        errors.AddRange(SealedPlanOptions.Errors(written, values, run));
        errors.AddRange(LockOptions.Errors(values, run));
        errors.AddRange(CloneOptions.Errors(values, run));
        if (!run.All(TargetTable.IsExport))
            errors.AddRange(ForExportsAlone(given));

        if (errors.Any(error => error.StartsWith("Unknown option", StringComparison.Ordinal)))
            errors.Add("--help lists all options.");
        return new HostArguments
        {
            Targets = run,
            TargetUses = targets.Uses,
            Values = values,
            Repeated = given.Repeated,
            Errors = errors,
        };
    }

    private void ReadWords(IEnumerable<string> words, GivenOptions given)
    {
        var left = new Queue<string>(words);
        while (left.TryDequeue(out var word))
        {
            var (spelling, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, (string?)null);
            var option = options.Find(spelling);
            if (value is null && left.TryPeek(out var next) && IsValue(next, spelling, option))
                value = left.Dequeue();

            if (option is null)
                given.Errors.Add(Unknown(spelling));
            else
                given.Add(option, value);
        }
    }

    private static IEnumerable<string> ForExportsAlone(GivenOptions given) =>
        from entry in given.Repeated
        where entry.Key.Setting is not null && entry.Value.Count > 1
        select $"{entry.Key.Spelling} is given {entry.Value.Count} times, which only an export can use. Give it once.";

    /// <summary>Whether the word behind an option is its value.</summary>
    private static bool IsValue(string next, string spelling, KnownOption? option) =>
        option switch
        {
            // Left alone, it would be reported a second time, as a stray word.
            null => spelling.StartsWith('-') && !next.StartsWith('-'),
            { Value: OptionValue.None } => false,
            _ => !next.StartsWith("--", StringComparison.Ordinal),
        };

    private void ReadVariables(GivenOptions given)
    {
        var hasTargets = given.Targets.Count > 0;
        foreach (var (variable, value) in OptionVariables())
        {
            var spelling = $"--{variable[VariablePrefix.Length..].ToLowerInvariant().Replace('_', '-')}";
            var source = $" The variable {variable} says it.";
            if (options.Find(spelling) is not { } option)
                given.Errors.Add($"{Unknown(spelling)}{source}");
            else if (option.Value is OptionValue.None)
                given.Errors.Add($"{spelling} takes no value, so the variable {variable} cannot say it.");
            else if (option.Name == "target")
            {
                if (!hasTargets)
                    given.Add(option, value, source);
            }
            else if (!given.Values.ContainsKey(option) && !given.Repeated.ContainsKey(option))
                foreach (var one in option.Repeatable ? Lines(value) : [value])
                    given.Add(option, one, source);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> OptionVariables() =>
        variables
            .Where(pair => pair.Key.StartsWith(VariablePrefix, StringComparison.Ordinal) && pair.Value.Length > 0)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string[] Lines(string value) =>
        value.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Unknown(string word)
    {
        if (!word.StartsWith('-'))
        {
            var hint = targets.Find(word) is { } target ? $" Did you mean --target={target.Name}?" : "";
            return $"Unexpected word {word}.{hint} Options look like --name=value.";
        }

        // --environment and --enviroment are far from --env, and begin with it.
        var near = NameSuggestion.Of(word, Spellings) ?? Spellings.Where(IsBeginningOf(word)).MaxBy(spelling => spelling.Length);
        return $"Unknown option {word}.{(near is null ? "" : $" Did you mean {near}?")}";
    }

    private static Func<string, bool> IsBeginningOf(string word) =>
        spelling => spelling.StartsWith("--", StringComparison.Ordinal) && word.StartsWith(spelling, StringComparison.OrdinalIgnoreCase);
}
