using System.Text.RegularExpressions;

namespace Build.Ci;

/// <summary>The workflow commands of GitHub Actions.</summary>
internal sealed partial class GitHubCommands(Func<string, string?> variable) : CiCommands
{
    /// <summary>Beyond this a step's summary is refused as a whole.</summary>
    private const int LargestSummary = 1024 * 1024;

    private const string NoRoom = "\nThis step's summary has no room left for the report, which is in the report's folder.\n";

    private static readonly (char, string)[] Data = [('%', "%25"), ('\r', "%0D"), ('\n', "%0A")];
    private static readonly (char, string)[] Property = [.. Data, (':', "%3A"), (',', "%2C")];

    public override string? Workspace => variable("GITHUB_WORKSPACE");

    public override string Mask(string text) => $"::add-mask::{Escaped(text, Data)}";

    // The runner still reads the older form, which may stand anywhere in a line.
    public override string Disarm(string text) =>
        text.Contains("::", StringComparison.Ordinal) || text.Contains("##[", StringComparison.Ordinal)
            ? Older().Replace(Command().Replace(text, "$1: :"), "## [")
            : text;

    public override string Group(string title) => $"::group::{Escaped(title, Data)}";

    public override string EndGroup() => "::endgroup::";

    public override string Annotate(Annotation annotation)
    {
        var properties = new[]
        {
            ("file", annotation.File),
            ("line", annotation.Line > 0 ? $"{annotation.Line}" : null),
            ("col", annotation.Column > 0 ? $"{annotation.Column}" : null),
            ("title", annotation.Title),
        };
        var given = string.Join(
            ',',
            properties
                .Where(property => property.Item2 is not null)
                .Select(property => $"{property.Item1}={Escaped(property.Item2!, Property)}")
        );
        var command = annotation.IsError ? "error" : "warning";
        return $"::{command}{(given.Length == 0 ? "" : " ")}{given}::{Escaped(annotation.Message, Data)}";
    }

    public override string? Output(string name, string value)
    {
        // A delimiter that the value cannot hold, or it could add outputs of its own.
        var end = $"end-{Guid.NewGuid():N}";
        Append("GITHUB_OUTPUT", $"{name}<<{end}\n{value}\n{end}\n");
        return null;
    }

    public override string? Summary(string file)
    {
        var taken = variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } path && File.Exists(path) ? new FileInfo(path).Length : 0;
        var fits = new[] { File.ReadAllText(file), NoRoom }.FirstOrDefault(page =>
            taken + System.Text.Encoding.UTF8.GetByteCount(page) <= LargestSummary
        );
        if (fits is not null)
            Append("GITHUB_STEP_SUMMARY", fits);

        return null;
    }

    private void Append(string name, string text)
    {
        if (variable(name) is { Length: > 0 } path)
            File.AppendAllText(path, text);
    }

    /// <summary>After what the runner or a terminal passes over: blanks, colours and characters that have no shape.</summary>
    [GeneratedRegex(@"(?<=^|[\r\n\u0085\u2028\u2029])((?:\s|\p{Cc}|\p{Cf}|\e\[[0-9;?]*[A-Za-z])*)::")]
    private static partial Regex Command();

    [GeneratedRegex(@"##\[")]
    private static partial Regex Older();
}
