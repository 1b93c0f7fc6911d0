using Build.Ci;
using Build.Printing;
using Build.Views;
using Layercake.Build.Tests.Reports;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Views;

/// <summary>The line that sums up says what the run did.</summary>
public sealed class OutcomeViewTests
{
    [Theory]
    [InlineData(ChangeAction.Create, false, ChangeStatus.Done, "Deployed to dev in 2.0 s: 1 created.")]
    [InlineData(ChangeAction.Create, false, ChangeStatus.Failed, "Failed to deploy everything to dev in 2.0 s: 1 failed.")]
    [InlineData(ChangeAction.Delete, false, ChangeStatus.Done, "Pruned dev in 2.0 s: 1 deleted.")]
    [InlineData(ChangeAction.Delete, false, ChangeStatus.Failed, "Failed to prune all of dev in 2.0 s: 1 failed.")]
    [InlineData(ChangeAction.Delete, true, ChangeStatus.Done, "Deleted what was deployed to dev in 2.0 s: 1 deleted.")]
    [InlineData(ChangeAction.Delete, true, ChangeStatus.Failed, "Failed to delete all that was deployed to dev in 2.0 s: 1 failed.")]
    [InlineData(ChangeAction.Create, false, null, "Cancelled the deployment to dev in 2.0 s: 1 skipped.")]
    [InlineData(ChangeAction.Delete, false, null, "Cancelled the prune of dev in 2.0 s: 1 skipped.")]
    [InlineData(ChangeAction.Delete, true, null, "Cancelled the deletion of what was deployed to dev in 2.0 s: 1 skipped.")]
    public void A_deployment_a_prune_and_the_end_of_an_environment_have_words_of_their_own(
        ChangeAction action,
        bool destroys,
        ChangeStatus? status,
        string line
    )
    {
        var change = SampleReport.Change("jobs", "nightly", action);
        var plan = new Plan
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes = [change],
            Destroys = destroys,
        };
        var outcome = new Outcome
        {
            Changes = [new ChangeOutcome { Change = change, Status = status ?? ChangeStatus.Skipped }],
            Warnings = [],
            Cancelled = status is null,
        };

        Assert.Contains(line, Shown(plan, outcome));
    }

    [Theory]
    [InlineData(ChangeStatus.Done, "Deployed to dev in 2.0 s: 1 updated, 1 unchanged, including 2 adopted.")]
    [InlineData(ChangeStatus.Failed, "Failed to deploy everything to dev in 2.0 s: 1 failed, 1 unchanged, including 1 adopted.")]
    public void What_was_adopted_is_counted(ChangeStatus status, string line)
    {
        var change = SampleReport.Change("jobs", "nightly", ChangeAction.Update) with { Adopts = true };
        var plan = new Plan
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes = [change, change with { Name = "hourly", Action = ChangeAction.None }],
        };

        var outcome = new Outcome { Changes = [new ChangeOutcome { Change = change, Status = status }], Warnings = [] };
        Assert.Contains(line, Shown(plan, outcome));
    }

    private static string[] Shown(Plan plan, Outcome outcome)
    {
        var printed = new StringWriter();
        new OutcomeView(new Output(printed, colours: false, new Redactor()), CiReporter.Silent).Show(
            plan,
            outcome,
            TimeSpan.FromSeconds(2)
        );
        return printed.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }
}
