using Build.Ci;
using Build.Printing;
using Build.Views;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Views;

public sealed class LineProgressTests
{
    [Fact]
    public void Lines_come_in_the_order_of_the_plan_and_a_failure_that_shows_later_has_a_line_of_its_own()
    {
        var printed = new StringWriter();
        var (first, second, unseen) = (Change("a"), Change("b"), Change("c") with { Action = ChangeAction.None });
        var plan = new Plan
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes = [first, second, unseen],
        };
        var progress = new LineProgress(
            plan,
            new OutcomeView(new Output(printed, colours: false, new Redactor()), CiReporter.Silent)
        );

        progress.Finished(new ChangeOutcome { Change = second, Status = ChangeStatus.Done });
        progress.Finished(new ChangeOutcome { Change = first, Status = ChangeStatus.Done });
        progress.Finished(
            new ChangeOutcome
            {
                Change = first,
                Status = ChangeStatus.Failed,
                Message = "jobs.a: cannot be read",
            }
        );
        progress.Finished(
            new ChangeOutcome
            {
                Change = unseen,
                Status = ChangeStatus.Failed,
                Message = "jobs.c: may not be looked at",
            }
        );

        Assert.Equal(
            ["+ created   jobs.a", "+ created   jobs.b", "jobs.a: cannot be read", "jobs.c: may not be looked at"],
            printed.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );
    }

    private static Change Change(string name) =>
        new()
        {
            Kind = "jobs",
            Name = name,
            Action = ChangeAction.Create,
            Reason = "",
        };
}
