using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Tests.Declarations;

public sealed class FindingTests
{
    [Fact]
    public void Findings_are_ordered_by_file_line_column_code_and_message_and_those_without_a_file_come_first()
    {
        Finding[] ordered =
        [
            Make(null, 0, 0, "ENV001", "z"),
            Make("B.json", 1, 1, "A", "a"),
            Make("a.json", 0, 0, "B", "b"),
            Make("a.json", 2, 9, "B", "b"),
            Make("a.json", 10, 1, "A", "b"),
            Make("a.json", 10, 1, "B", "a"),
            Make("a.json", 10, 1, "B", "b"),
            Make("a.json", 10, 2, "A", "a"),
        ];

        Assert.Equal(ordered, Findings.InOrder(ordered.Reverse()));
    }

    [Fact]
    public void Every_code_in_the_source_is_explained_in_the_docs()
    {
        var explained = Regex
            .Matches(Repository.Read("docs/findings.md"), @"^\| ([A-Z]{3}\d{3}) \|", RegexOptions.Multiline)
            .Select(row => row.Groups[1].Value)
            .ToList();
        var source = new[] { "Engine", "Web" }
            .SelectMany(project =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, "deployment", project), "*.cs", SearchOption.AllDirectories)
            )
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "\"([A-Z]{3}[0-9]{3})\"").Select(code => code.Groups[1].Value))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal([], source.Except(explained));
        Assert.Equal(explained.Distinct().Order(StringComparer.Ordinal), explained);
    }

    private static Finding Make(string? file, int line, int column, string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            Message = message,
            File = file,
            Line = line,
            Column = column,
        };
}
