using Build.Ci;
using Build.Printing;
using Build.Views;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Views;

public sealed class PlanViewTests
{
    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, false, "= none secrets.app as declared, kept: api (written by someone else)")]
    [InlineData(false, true, "= none secrets.app as declared")]
    public void What_left_Git_and_is_kept_is_told_also_where_nothing_is_written(bool keepsWithdrawn, bool unchangedToo, string row)
    {
        var printed = new StringWriter();
        var plan = new Plan
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes =
            [
                new Change
                {
                    Kind = "secrets",
                    Name = "app",
                    Action = ChangeAction.None,
                    Reason = "as declared",
                    Kept = ["api (written by someone else)"],
                    KeepsWithdrawn = keepsWithdrawn,
                },
            ],
        };

        new PlanView(new Output(printed, colours: false, new Redactor()), CiReporter.Silent).Show(plan, unchangedToo);

        var lines = printed.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [.. row.Split(", ", StringSplitOptions.RemoveEmptyEntries), "Nothing to do: 1 asset is as declared."],
            lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        );
    }
}
