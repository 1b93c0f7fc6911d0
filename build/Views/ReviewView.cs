using Build.Printing;
using Build.Record;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Views;

/// <summary>Shows how each asset stands to the workspace, and one line that counts.</summary>
internal sealed class ReviewView(Output output, PlanView plans)
{
    private const int WidestAsset = 60;

    public void Show(WorkspaceReviewed reviewed)
    {
        var review = reviewed.Review;
        output.Line();
        var width = Math.Min(WidestAsset, review.Assets.Select(asset => asset.Asset.Length).DefaultIfEmpty().Max());
        foreach (var asset in review.Assets)
            Row(asset, width);

        foreach (var kind in review.Unreadable)
            output.Line($"  What is deleted of {kind} cannot be told while one of their files cannot be read.", Tone.Change);

        output.Line();
        output.Line(
            review.Assets.Count == 0
                ? $"Validated for {reviewed.Environment}: nothing is declared."
                : $"Validated {DisplayText.Count(review.Assets.Count, "asset")} for {reviewed.Environment}: {Counts(review)}.",
            review.Count(AssetStatus.Error) == 0 ? Tone.Good : Tone.Bad
        );
    }

    private void Row(ReviewedAsset asset, int width)
    {
        var remark = asset.Change switch
        {
            { Adopts: true } => " (there before it was recorded here)",
            { Drift: true } => " (drift)",
            _ => "",
        };
        output.Line(
            $"  {ReviewText.Mark(asset.Status)} {ReviewText.Word(asset.Status),-9} {asset.Asset.PadRight(width)}  {asset.Reason}{remark}",
            ReviewText.Tone(asset.Status)
        );
        if (asset.Change is { } change)
            plans.Fields(change);
        foreach (var error in asset.Errors)
            output.Line($"      {error with { Asset = null }}");
    }

    private static string Counts(WorkspaceReview review) =>
        string.Join(
            ", ",
            Enum.GetValues<AssetStatus>()
                .Select(status => (status, count: review.Count(status)))
                .Where(pair => pair.count > 0)
                .Select(pair => $"{pair.count} {ReviewText.Word(pair.status)}")
        );
}
