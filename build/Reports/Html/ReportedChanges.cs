using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>
/// The changes as the page shows them: numbered, so that list and picture can lead to each other, and each with one word for what became of
/// it.
/// </summary>
internal sealed class ReportedChanges(RunReport report)
{
    private readonly Dictionary<string, int> numbers = report
        .Changes.Select((change, i) => (change.Asset, i))
        .ToDictionary(pair => pair.Asset, pair => pair.i, StringComparer.Ordinal);

    public bool Planned => report.Planned;

    public IReadOnlyList<Change> All => report.Changes;

    public ChangeOutcome? OutcomeOf(Change change) => report.Outcomes.GetValueOrDefault(change.Asset);

    /// <summary>Null when the asset is in no plan of this run.</summary>
    public int? NumberOf(string asset) => numbers.TryGetValue(asset, out var number) ? number : null;

    /// <summary>How it is coloured: by action, unless it was not done.</summary>
    public string CssClassOf(Change change) =>
        OutcomeOf(change)?.Status switch
        {
            ChangeStatus.Failed => "failed",
            ChangeStatus.Skipped => "skipped",
            _ => DisplayText.Present(change.Action),
        };

    /// <summary>The sign that says the same as the colour.</summary>
    public string SymbolOf(Change change) =>
        OutcomeOf(change)?.Status switch
        {
            ChangeStatus.Failed => "✗",
            ChangeStatus.Skipped => "»",
            _ => change.Action == ChangeAction.Delete ? "−" : DisplayText.Mark(change),
        };

    public string WordOf(Change change) =>
        OutcomeOf(change)?.Status switch
        {
            ChangeStatus.Failed => "failed",
            ChangeStatus.Skipped => "skipped",
            ChangeStatus.Done => DisplayText.Past(change),
            _ => change is { Action: ChangeAction.None, IsMove: false } ? "unchanged" : DisplayText.Present(change),
        };
}
