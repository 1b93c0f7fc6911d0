using Build.Record;
using Build.Reports.Model;
using Build.Text;

namespace Build.Reports.Sections;

/// <summary>A row for each asset, with how it stands to the workspace.</summary>
internal static class ReviewSection
{
    public static ReportSection Of(WorkspaceReviewed reviewed) =>
        new()
        {
            Title = $"Assets and the workspace of {reviewed.Environment}",
            Columns = ["Status", "Asset", "Why"],
            Rows =
            [
                .. reviewed.Review.Assets.Select(asset => new ReportRow(
                    ReviewText.Tone(asset.Status),
                    $"{ReviewText.Mark(asset.Status)} {ReviewText.Word(asset.Status)}",
                    asset.Asset,
                    asset.Reason
                )),
            ],
        };
}
