using Build.Deployments;
using Build.Running;
using Build.Views;
using Cake.Frosting;
using Layercake.Engine.Checking;

namespace Build.Tasks;

/// <summary>The door to <see cref="ConnectionChecker"/>.</summary>
[TaskName("CheckConnection")]
[TaskDescription("Signs in, reads the vault, finds the workspace and checks the permissions of a deployment; changes nothing.")]
public sealed class CheckConnectionTask(EnvironmentScope door, ChecklistView view, BorrowedEnvironmentNotice rehearsal, RunWrites written)
    : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) =>
        door.OpenAsync(
            async (environment, connector) =>
            {
                rehearsal.Show(environment);
                var results = await new ConnectionChecker(connector, environment).RunAsync(context.CancellationToken);

                view.Show(environment.Name, results);
                if (results.Any(result => result.Status is CheckStatus.Failed))
                    throw new BuildFailedException(ExitCodes.Wrong, $"{ChecklistView.Summary(results)}. {written.Summary}");
            }
        );
}
