using Build.Record;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Views;

/// <summary>Shows how each asset stands to the workspace, and one line that counts.</summary>
public sealed class ReviewView(Output output, PlanView plans, RunRecord record)
{
    private const int WidestAsset = 60;

    public void Show(WorkspaceReview review, string environment)
    {
        output.Line();
        var width = Math.Min(WidestAsset, review.Assets.Select(asset => asset.Asset.Length).DefaultIfEmpty().Max());
        foreach (var asset in review.Assets)
        {
            output.Line(
                $"  {Mark(asset.Status)} {Word(asset.Status),-9} {asset.Asset.PadRight(width)}  "
                    + $"{asset.Reason}{(asset.Change?.Adopts == true ? " (there before it was recorded here)" : asset.Change?.Drift == true ? " (drift)" : "")}",
                ToneOf(asset.Status)
            );
            if (asset.Change is { } change)
                plans.Fields(change);
            foreach (var error in asset.Errors)
                output.Line($"      {error with { Asset = null }}");
        }

        record.Add(
            new ReportSection
            {
                Title = $"Assets and the workspace of {environment}",
                Columns = ["Status", "Asset", "Why"],
                Rows =
                [
                    .. review.Assets.Select(asset => new ReportRow(
                        ToneOf(asset.Status),
                        $"{Mark(asset.Status)} {Word(asset.Status)}",
                        asset.Asset,
                        asset.Reason
                    )),
                ],
            }
        );
        foreach (var kind in review.Unreadable)
            output.Line($"  What is deleted of {kind} cannot be told while one of their files cannot be read.", Tone.Change);

        output.Line();
        var counts = Enum.GetValues<AssetStatus>()
            .Select(status => (status, count: review.Count(status)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} {Word(pair.status)}");
        output.Line(
            review.Assets.Count == 0
                ? $"Validated for {environment}: nothing is declared."
                : $"Validated {DisplayText.Count(review.Assets.Count, "asset")} for {environment}: {string.Join(", ", counts)}.",
            review.Count(AssetStatus.Error) == 0 ? Tone.Good : Tone.Bad
        );
    }

    private static string Word(AssetStatus status) => status == AssetStatus.Error ? "in error" : status.ToString().ToLowerInvariant();

    private static string Mark(AssetStatus status) =>
        status switch
        {
            AssetStatus.New => "+",
            AssetStatus.Changed => "~",
            AssetStatus.Deleted => "-",
            AssetStatus.Error => "!",
            _ => "=",
        };

    private static Tone ToneOf(AssetStatus status) =>
        status switch
        {
            AssetStatus.New => Tone.Good,
            AssetStatus.Changed => Tone.Change,
            AssetStatus.Unchanged => Tone.Quiet,
            _ => Tone.Bad,
        };
}
