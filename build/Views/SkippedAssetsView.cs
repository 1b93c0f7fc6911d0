using Build.Printing;
using Build.Text;
using Layercake.Engine.Planning;

namespace Build.Views;

/// <summary>Shows which assets a run leaves out because of errors.</summary>
internal sealed class SkippedAssetsView(Output output)
{
    public void Show(IReadOnlyList<SkippedAsset> assets)
    {
        output.Line($"Left out because of errors: {DisplayText.Count(assets.Count, "asset")}.", Tone.Bad);
        foreach (var asset in assets)
            output.Line($"  ! {asset.Asset}: {asset.Reason}", Tone.Bad);
    }
}
