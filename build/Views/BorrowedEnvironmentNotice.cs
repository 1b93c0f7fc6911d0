using Build.Printing;
using Build.Running;
using Layercake.Engine.Environments;

namespace Build.Views;

/// <summary>
/// Says of a run against the local cloud that another environment's name is only borrowed: at once, and again below what it did.
/// </summary>
internal sealed class BorrowedEnvironmentNotice(Output output, HostOutcome outcome)
{
    private bool shown;

    public void Show(DeploymentEnvironment environment)
    {
        if (shown || environment is not { IsLocal: true, Name: not "local" } || IsNowhereElse(environment))
            return;

        shown = true;
        output.Line($"{environment.Name} is rehearsed in the local cloud.");
        outcome.ClosingRemark = $"This was a rehearsal in the local cloud: {environment.Name} itself was not touched.";
    }

    /// <summary>Its own file says that it is in the local cloud.</summary>
    private static bool IsNowhereElse(DeploymentEnvironment environment) =>
        environment.Positions.GetValueOrDefault("cloud")?.File == environment.File;
}
