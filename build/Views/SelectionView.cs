using Build.Printing;
using Build.Text;
using Layercake.Engine.Declarations;

namespace Build.Views;

/// <summary>Says what a selection left out and took along.</summary>
internal sealed class SelectionView(Output output)
{
    /// <summary>Of a list in a sentence.</summary>
    private const int MostNamed = 10;

    public void Show(IReadOnlyList<string> notSelected, IReadOnlyList<string> takenAlong)
    {
        if (takenAlong.Count > 0)
            output.Line($"Taken along by --with-needed: {NameList.Of(takenAlong, MostNamed)}.");
        if (notSelected.Count > 0)
            output.Line(
                $"Left out by --select: {DisplayText.Count(notSelected.Count, "asset")}: {NameList.Of(notSelected, MostNamed)}.",
                Tone.Change
            );
    }
}
