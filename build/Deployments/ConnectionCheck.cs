using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Checking;

namespace Build.Deployments;

/// <summary>Checks the connection to the run's environment, records the results and shows them.</summary>
internal sealed class ConnectionCheck(
    RunOptions run,
    EnvironmentScope scope,
    RunRecord record,
    ChecklistView view,
    BorrowedEnvironmentNotice borrowed,
    RunWrites writes,
    TimeProvider clock
) : IConnectionCheck
{
    public Task RunAsync() =>
        scope.OpenAsync(
            async (environment, connector) =>
            {
                borrowed.Show(environment);
                var results = await new ConnectionChecker(connector, environment, clock).RunAsync(run.CancellationToken);
                var check = new ConnectionChecked(environment.Name, results);
                record.AddFact(check);
                view.Show(check);
                if (results.Any(result => result.Status is CheckStatus.Failed))
                    throw new BuildFailedException(ExitCodes.Wrong, $"{ChecklistText.Summary(results)}. {writes.Summary}");
            }
        );
}
