using System.Text.RegularExpressions;
using Layercake.Web.Runs;

namespace Layercake.Web.Components;

/// <summary>What options of the command line are on the page: what is said of a run names them for both.</summary>
public static partial class OptionWords
{
    private static readonly (string Option, string Words)[] OnPage =
    [
        ("--select", "“Only these assets”, or the tick before an asset"),
        ("--with-needed", "“Validate only the chosen”, which takes along what they need"),
        ("--prune-limit", "the button that allows so many deletions in one run"),
        ("--strict-plan", "how this page always imports"),
        ("--target=Prune", "finding and removing what Git no longer has"),
        ("--target=Plan", "Validate"),
        ("--target=Deploy", "Import"),
        ("--target=Export", "Export to files"),
    ];

    private const string Again = "To plan again, take the step again that made the plan. Importing it is the approval.";

    /// <summary>A sentence for each option that is in what is said of a run, and one for those that only the command line has.</summary>
    public static IReadOnlyList<string> Of(RunSnapshot run)
    {
        var said = Said(run).ToList();
        var options = said.SelectMany(text => Options().Matches(text)).Select(found => found.Value).Distinct().ToList();
        var known = OnPage.Where(option => options.Contains(option.Option)).ToList();
        var others = options.Except(known.Select(option => option.Option)).ToList();
        return
        [
            .. known.Select(option => $"{option.Option} is {option.Words}."),
            .. said.Any(text => text.Contains("lan again", StringComparison.Ordinal)) ? [Again] : Array.Empty<string>(),
            .. others.Count == 0
                ? Array.Empty<string>()
                : [$"{string.Join(", ", others)}: for the command line only. Ask whoever runs this server."],
        ];
    }

    private static IEnumerable<string> Said(RunSnapshot run) =>
        [
            run.Failure ?? "",
            .. run.Remarks,
            .. run.Findings.Select(finding => finding.Message),
            .. run.Changes.Select(change => $"{change.Reason} {change.HeldBack}"),
            .. run.Outcomes.Values.Select(outcome => outcome.Message ?? ""),
        ];

    [GeneratedRegex("--target=[A-Za-z]+|(?<![A-Za-z-])--[a-z][a-z-]*")]
    private static partial Regex Options();
}
