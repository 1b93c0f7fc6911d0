using Build.CommandLine;
using Build.Running;
using Build.Views;

namespace Build.Deployments;

/// <summary>Says once a run which assets it is about.</summary>
public sealed class AssetsNotice(RunOptions run, Output output)
{
    private bool told;

    public void Show()
    {
        if (told || run.Assets.SearchedFolders is not null || run.Targets.All(target => TargetUses.Of(target).Assets == AssetsNeed.None))
            return;

        told = true;
        output.Line($"Assets: {run.AssetsDescription}{run.Assets.Explanation}.");
        foreach (var name in run.SelectedNames)
            output.Line($"--name={name} is another way to write --select=*.{name}.");
    }
}
