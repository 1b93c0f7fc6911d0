using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Keeps and records what a run leaves out because of errors, and has the exit code say so.</summary>
internal sealed class SkippedAssets(RunOptions run, SkippedAssetsView view, HostOutcome outcome, RunRecord record)
{
    private readonly List<SkippedAsset> all = [];

    /// <summary>In the order in which it turned out.</summary>
    public IReadOnlyList<SkippedAsset> All => all;

    public void Add(IReadOnlyList<SkippedAsset> skipped)
    {
        // Several targets of one run plan again, and find the same.
        var added = skipped.Where(asset => all.TrueForAll(other => other.Asset != asset.Asset || other.File != asset.File)).ToList();
        all.AddRange(added);
        if (added.Count == 0 || !run.SkipErrors)
            return;

        outcome.AssetsSkipped = true;
        record.AssetsSkipped = all.Count;
        outcome.ClosingLine =
            $"{DisplayText.Count(all.Count, "asset")} {(all.Count == 1 ? "was" : "were")} left out because of errors; see above.";

        // That validation records and shows the errors with the assets they are about.
        if (run.ValidatesOnline)
            return;

        record.AddFact(new AssetsLeftOut(added));
        view.Show(added);
    }
}
