using System.Text.RegularExpressions;

namespace Build.Git;

/// <summary>How a command of Git ended.</summary>
internal sealed partial record GitAnswer(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last thing that it said, as a sentence; of a file that a Git left that was ended, what to do.</summary>
    public string Reason =>
        LeftLock().Match(Errors) is { Success: true } left
            ? $"{left.Groups[1].Value} is there, which another Git makes while it works. When none works there any more, delete that file."
        : Overwritten.ToList() is { Count: > 0 } files ? $"{string.Join(", ", files)} would be written over, and changed here too."
        : Lines.LastOrDefault() is { } line ? $"{line.TrimEnd('.')}."
        : $"It ended with {ExitCode}.";

    /// <summary>What it said, without empty lines.</summary>
    public IEnumerable<string> Lines =>
        $"{Output}\n{Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The files that it names of those that it would not write over.</summary>
    private IEnumerable<string> Overwritten =>
        Errors.Contains("would be overwritten by", StringComparison.Ordinal)
            ? Errors.Split('\n').Where(line => line.StartsWith('\t')).Select(line => line.Trim())
            : [];

    [GeneratedRegex(@"Unable to create '([^'\n]+\.lock)': File exists")]
    private static partial Regex LeftLock();
}
