using Build.Record;
using Build.Running;
using Build.Views;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Keeps what a run leaves out because of errors, tells it once, and lets the exit code say so.</summary>
public sealed class SkippedAssetsNotice(RunOptions run, Output output, HostOutcome outcome, RunRecord record)
{
    private readonly List<SkippedAsset> all = [];

    /// <summary>In the order in which it turned out.</summary>
    public IReadOnlyList<SkippedAsset> All => all;

    public void Add(IReadOnlyList<SkippedAsset> leftOut)
    {
        // Several targets of one run plan again, and find the same.
        var news = leftOut.Where(asset => all.TrueForAll(other => other.Asset != asset.Asset || other.File != asset.File)).ToList();
        all.AddRange(news);
        if (news.Count == 0 || !run.SkipErrors)
            return;

        outcome.AssetsSkipped = true;
        record.AssetsSkipped = all.Count;
        outcome.ClosingLine =
            $"{DisplayText.Count(all.Count, "asset")} {(all.Count == 1 ? "was" : "were")} left out because of errors; see above.";
        // There the errors stand with the assets.
        if (run.ValidatesOnline)
            return;

        var section = new ReportSection
        {
            Title = "Left out because of errors",
            Summary = $"{DisplayText.Count(news.Count, "asset")}.",
            Columns = ["Asset", "Reason"],
            Rows = [.. news.Select(asset => new ReportRow(Tone.Bad, asset.Asset, asset.Reason))],
        };
        record.Add(section);
        output.Line($"{section.Title}: {section.Summary}", Tone.Bad);
        foreach (var asset in news)
            output.Line($"  ! {asset.Asset}: {asset.Reason}", Tone.Bad);
    }
}
