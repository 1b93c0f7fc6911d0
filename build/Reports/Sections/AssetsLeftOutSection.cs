using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Planning;

namespace Build.Reports.Sections;

/// <summary>A row for each asset that was left out because of errors.</summary>
internal static class AssetsLeftOutSection
{
    public static ReportSection Of(IReadOnlyList<SkippedAsset> assets) =>
        new()
        {
            Title = "Left out because of errors",
            Summary = $"{DisplayText.Count(assets.Count, "asset")}.",
            Columns = ["Asset", "Reason"],
            Rows = [.. assets.Select(asset => new ReportRow(Tone.Bad, asset.Asset, asset.Reason))],
        };
}
