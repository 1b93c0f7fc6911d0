using Build.CommandLine;
using Build.Printing;
using Build.Running;

namespace Build.Views;

/// <summary>Says once a run which assets it is about.</summary>
internal sealed class AssetsNotice(RunOptions run, Output output)
{
    private bool shown;

    public void Show()
    {
        if (shown)
            return;

        shown = true;
        if (run.Approved is { } approved)
            output.Line($"Plan: {approved.Id}, made for commit {approved.Plan.Plan.Commit ?? "(none)"}.");
        if (run.Assets.SearchedFolders is not null || run.AssetsNeed == AssetsNeed.None)
            return;

        output.Line($"Assets: {run.AssetsDescription}{run.Assets.Explanation}.");
        foreach (var name in run.SelectedNames)
            output.Line($"--name={name} is another way to write --select=*.{name}.");
    }
}
