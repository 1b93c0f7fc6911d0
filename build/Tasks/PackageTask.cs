using Build.Packaging;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IPackager"/>: made once, and then the same is deployed everywhere.</summary>
[TaskName("Package")]
[TaskDescription("Packs host, assets and environments into one file that deploys with the .NET runtime alone.")]
public sealed class PackageTask(IPackager packager) : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => packager.Pack();
}
