using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Dashboards;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Planning;

/// <summary>When an action is carried out in which nothing differs.</summary>
public sealed class DueActionRulesTests
{
    [Theory]
    [InlineData("", "publish.sales", false, null)]
    [InlineData("dashboards.sales", "publish.sales", false, "dashboards.sales changes")]
    [InlineData(
        "dashboards.sales permissions.dashboards.sales",
        "publish.sales",
        false,
        "dashboards.sales, permissions.dashboards.sales change"
    )]
    [InlineData("dashboards.sales", "publish.sales", true, null)]
    [InlineData("dashboards.sales", "jobs.sales", false, null)]
    public void It_is_due_when_what_it_belongs_to_is_written_unless_it_is_held_back(
        string written,
        string action,
        bool heldBack,
        string? reason
    )
    {
        string[] owners = ["dashboards.sales", "permissions.dashboards.sales"];
        var planned = owners
            .Select(owner => Change(owner, written.Split(' ').Contains(owner) ? ChangeAction.Update : ChangeAction.None))
            .Append(Change(action, ChangeAction.None) with { HeldBack = heldBack ? "it may not be looked at" : null })
            .ToList();

        var due = DueActions.With(
            [.. planned.Select(change => Match(change, change == planned[^1] ? owners : []))],
            [.. planned.Select(change => new PlannedChange(change))],
            new Dictionary<string, AssetKind>
            {
                ["dashboards"] = new JobKind(),
                ["permissions"] = new JobKind(),
                ["jobs"] = new JobKind(),
                ["publish"] = new PublishKind(),
            }
        );

        var result = due[^1].Change;
        Assert.Equal(
            (reason is null ? ChangeAction.None : ChangeAction.Update, reason ?? "as declared"),
            (result.Action, result.Reason)
        );
    }

    private static Change Change(string asset, ChangeAction action) =>
        new()
        {
            Kind = AssetId.Parse(asset).Kind,
            Name = AssetId.Parse(asset).Name,
            Action = action,
            Reason = "as declared",
        };

    private static ObjectMatch Match(Change change, IReadOnlyList<string> owners) =>
        new()
        {
            Declaration = new Declaration
            {
                Kind = change.Kind,
                Name = change.Name,
                File = "dashboards/sales.json",
                FullPath = "dashboards/sales.json",
                Content = [],
                BelongsTo = owners,
            },
        };
}
