using System.Text.RegularExpressions;

namespace Build.Ci;

/// <summary>The logging commands of Azure Pipelines.</summary>
internal sealed partial class AzurePipelinesCommands(Func<string, string?> variable) : CiCommands
{
    private static readonly (char, string)[] Data = [('%', "%AZP25"), ('\r', "%0D"), ('\n', "%0A")];
    private static readonly (char, string)[] Property = [.. Data, (';', "%3B"), (']', "%5D")];

    public override string? Workspace => variable("BUILD_SOURCESDIRECTORY");

    public override string Mask(string text) => $"##vso[task.setsecret]{Escaped(text, Data)}";

    public override string Disarm(string text) => text.Contains("##", StringComparison.Ordinal) ? Command().Replace(text, "## $1[") : text;

    public override string Group(string title) => $"##[group]{Escaped(title, Data)}";

    public override string EndGroup() => "##[endgroup]";

    public override string Annotate(Annotation annotation)
    {
        var properties = new[]
        {
            ("type", annotation.IsError ? "error" : "warning"),
            ("sourcepath", annotation.File),
            ("linenumber", annotation.Line > 0 ? $"{annotation.Line}" : null),
            ("columnnumber", annotation.Column > 0 ? $"{annotation.Column}" : null),
            ("code", annotation.Title),
        };
        var given = properties
            .Where(property => property.Item2 is not null)
            .Select(property => $"{property.Item1}={Escaped(property.Item2!, Property)};");
        return $"##vso[task.logissue {string.Concat(given)}]{Escaped(annotation.Message, Data)}";
    }

    public override string Output(string name, string value) =>
        $"##vso[task.setvariable variable={Escaped(name, Property)};isOutput=true]{Escaped(value, Data)}";

    public override string Summary(string file) => $"##vso[task.uploadsummary]{Escaped(file, Data)}";

    [GeneratedRegex(@"##(vso)?\[", RegexOptions.IgnoreCase)]
    private static partial Regex Command();
}
