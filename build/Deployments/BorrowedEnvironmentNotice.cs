using Build.Running;
using Build.Views;
using Layercake.Engine.Environments;

namespace Build.Deployments;

/// <summary>
/// Says of a run against the local cloud that another environment's name is only borrowed: at once, and again below what it did.
/// </summary>
public sealed class BorrowedEnvironmentNotice(Output output, HostOutcome outcome)
{
    private bool told;

    public void Show(DeploymentEnvironment environment)
    {
        if (told || environment is not { IsLocal: true, Name: not "local" })
            return;

        told = true;
        output.Line($"{environment.Name} is rehearsed in the local cloud.");
        outcome.ClosingRemark = $"This was a rehearsal in the local cloud: {environment.Name} itself was not touched.";
    }
}
