using Layercake.Engine.Declarations;

namespace Build.CommandLine;

/// <summary>Collects the options of one command line, and what is wrong with them.</summary>
internal sealed class GivenOptions(TargetTable targets)
{
    private readonly Dictionary<KnownOption, string> values = [];
    private readonly Dictionary<KnownOption, IReadOnlyList<string>> repeated = [];
    private readonly List<string> named = [];

    /// <summary>See <see cref="HostArguments.Values"/>.</summary>
    public IReadOnlyDictionary<KnownOption, string> Values => values;

    /// <summary>See <see cref="HostArguments.Repeated"/>.</summary>
    public IReadOnlyDictionary<KnownOption, IReadOnlyList<string>> Repeated => repeated;

    /// <summary>The named targets, in the order they were written.</summary>
    public IReadOnlyList<string> Targets => named;

    public List<string> Errors { get; } = [];

    /// <param name="value">Null when the option was written without one.</param>
    /// <param name="source">A sentence that says where a wrong value comes from, unless it was written on the command line.</param>
    public void Add(KnownOption option, string? value, string source = "")
    {
        if (OptionCheck.Error(option, value) is { } error)
            Errors.Add(error + source);
        else if (option.Name == "target")
            AddTarget(value!);
        else if (option.Repeatable)
            Repeat(option, value!);
        else if (!values.TryAdd(option, value ?? "") && option.Value is not OptionValue.None)
            Errors.Add($"{option.Spelling} is given twice. Give it once.");
    }

    private void AddTarget(string value)
    {
        if (targets.Find(value) is { } target)
            named.Add(target.Name);
        else
            Errors.Add($"Unknown target {value}.{NameSuggestion.Suggest(value, targets.Names)}");
    }

    private void Repeat(KnownOption option, string value)
    {
        var before = repeated.GetValueOrDefault(option) ?? [];
        var name = value.Split('=')[0];
        if (option.Value == OptionValue.Assignment && before.Any(other => other.Split('=')[0] == name))
            Errors.Add($"{option.Spelling}={name}=… is given twice. Give it once.");
        else
            repeated[option] = [.. before, value];
    }
}
