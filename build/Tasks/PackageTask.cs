using Build.Deployments;
using Build.Packing;
using Build.Running;
using Build.Views;
using Cake.Frosting;
using Layercake.Engine.Declarations;

namespace Build.Tasks;

/// <summary>Made once, and then the same is deployed everywhere.</summary>
[TaskName("Package")]
[TaskDescription("Packs host, assets and environments into one file that deploys with the .NET runtime alone.")]
public sealed class PackageTask(RunOptions run, Packager packager, FindingsView findings, AssetsNotice assets) : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context)
    {
        List<Finding> problems = [.. AssetsCheck.Problems(run)];
        findings.Show(problems);
        if (problems.Count > 0)
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsView.Summary(problems)}. No package was made.");

        assets.Show();
        packager.Pack();
    }
}
