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
        var change = Unchanged with { Kept = ["api (written by someone else)"], KeepsWithdrawn = keepsWithdrawn };

        Assert.Equal(
            [.. row.Split(", ", StringSplitOptions.RemoveEmptyEntries), "Nothing to do: 1 asset is as declared."],
            Shown(unchangedToo, change)
        );
    }

    [Fact]
    public void What_is_adopted_is_counted_also_where_it_is_as_declared() =>
        Assert.Equal(
            [
                "Nothing to do: 1 asset is as declared; 1 of them adopted.",
                "Plan: 1 to update, 1 unchanged; 2 of them adopted.",
            ],
            [
                Shown(unchangedToo: false, Unchanged with { Adopts = true })[^1],
                Shown(
                    unchangedToo: false,
                    Unchanged with { Adopts = true },
                    Unchanged with { Name = "b", Action = ChangeAction.Update, Adopts = true }
                )[^1],
            ]
        );

    [Fact]
    public void What_only_whoever_deploys_can_compare_is_not_nothing_to_do() =>
        Assert.Equal(
            "Plan: 1 unchanged, 1 left alone (2 to be compared by whoever deploys).",
            Shown(
                unchangedToo: true,
                Unchanged with { Uncompared = ["kv/pin/1"] },
                Unchanged with { HeldBack = "not seen", IsUnknown = true, IsUnseen = true }
            )[^1]
        );

    [Theory]
    [InlineData(ChangeAction.Create, "once it is written", "Plan: 1 to create, 0 unchanged.")]
    [InlineData(ChangeAction.None, "an earlier deployment left it running", "Nothing to do but to stop these: 1 asset is as declared.")]
    [InlineData(ChangeAction.Delete, "an earlier deployment left it running", "Plan: 1 to delete, 0 unchanged.")]
    public void What_a_deployment_stops_is_shown_with_the_reason(ChangeAction action, string reason, string summary)
    {
        var shown = Shown(unchangedToo: false, ["clusters.etl"], Unchanged with { Kind = "clusters", Name = "etl", Action = action });

        Assert.Equal([$"■ stop clusters.etl {reason}", summary], shown[^2..]);
    }

    private static Change Unchanged { get; } =
        new()
        {
            Kind = "secrets",
            Name = "app",
            Action = ChangeAction.None,
            Reason = "as declared",
        };

    private static IReadOnlyList<string> Shown(bool unchangedToo, params Change[] changes) => Shown(unchangedToo, [], changes);

    private static string[] Shown(bool unchangedToo, IReadOnlyList<string> stops, params Change[] changes)
    {
        var printed = new StringWriter();
        var plan = new Plan
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes = changes,
            Stops = stops,
        };

        new PlanView(new Output(printed, colours: false, new Redactor()), CiReporter.Silent).Show(plan, unchangedToo);

        var lines = printed.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }
}
