using Build.Ci;
using Build.Printing;
using Build.Views;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

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
                "Nothing to do: 1 asset is as declared, including 1 adopted.",
                "Plan: 1 to update, 1 unchanged, including 2 adopted.",
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

    [Fact]
    public void Libraries_of_a_cluster_are_shown_by_their_files_and_a_new_version_beside_the_one_before()
    {
        const string Root = "/Workspace/Shared/libraries";
        var change = Unchanged with
        {
            Kind = "cluster-libraries",
            Action = ChangeAction.Update,
            Fields =
            [
                Library("pypi requests", isNew: false, """{ "pypi": { "package": "requests" } }"""),
                Library($"whl {Root}/0123456789ab/t-1.0-py3-none-any.whl", isNew: false, """{ "whl": "…" }"""),
                Library($"whl {Root}/ba9876543210/t-1.1-py3-none-any.whl", isNew: true, """{ "whl": "…" }"""),
                new FieldChange { Path = "libraries['whl a.whl'].failure", Old = "gone" },
            ],
        };

        Assert.Equal(
            [
                "libraries: \"pypi requests\" → (not set)",
                "libraries: \"whl t-1.0-py3-none-any.whl (0123456789ab)\" → \"whl t-1.1-py3-none-any.whl (ba9876543210)\"",
                "libraries['whl a.whl'].failure: \"gone\" → (not set)",
            ],
            Shown(unchangedToo: false, change).Skip(1).SkipLast(1)
        );
    }

    private static FieldChange Library(string key, bool isNew, string value) =>
        new()
        {
            Path = $"libraries['{key}']",
            Old = isNew ? null : JObject.Parse(value),
            New = isNew ? JObject.Parse(value) : null,
        };

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
