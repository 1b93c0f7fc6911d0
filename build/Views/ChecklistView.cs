using Build.Printing;
using Build.Record;
using Build.Text;
using Layercake.Engine.Checking;

namespace Build.Views;

/// <summary>Shows a checklist: a mark and a line for each check, and below it what to do.</summary>
internal sealed class ChecklistView(Output output)
{
    public void Show(ConnectionChecked check)
    {
        foreach (var result in check.Results)
        {
            output.Line(
                $"  {ChecklistText.Mark(result.Status)} {result.Name}: {result.Detail}",
                ChecklistText.Tone(result.Status)
            );
            if (result.Remedy is { } remedy)
                output.Line($"      {remedy}");
        }

        output.Line();
        output.Line(
            $"Checked {check.Environment}: {ChecklistText.Summary(check.Results)}.",
            check.Results.Any(result => result.Status == CheckStatus.Failed) ? Tone.Bad : Tone.Good
        );
    }
}
