using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Planning;

/// <summary>Which plans a person has to approve, and why (X13).</summary>
public sealed class ApprovalReasonsTests
{
    private const string Delete = "[\"delete:*\"]";

    [Theory]
    [InlineData("delete:*", Delete, "delete:* (jobs.old)")]
    [InlineData("delete:jobs", "[\"delete:jobs\"]", "delete:jobs (jobs.old)")]
    [InlineData("delete:clusters", "[\"delete:clusters\"]", "")]
    [InlineData("*:clusters", "[\"*:clusters\"]", "*:clusters (clusters.a, clusters.b)")]
    [InlineData("recreate:*", "[\"recreate:*\"]", "recreate:* (clusters.b)")]
    [InlineData("", "[]", "")]
    [InlineData("delete:* recreate:*", "[\"delete:*\",\"recreate:*\"]", "delete:* (jobs.old); recreate:* (clusters.b)")]
    [InlineData("", Delete, "approve was [\"delete:*\"] at the last deployment, and is [] now")]
    [InlineData("", null, "approve was not set at the last deployment, and is [] now")]
    [InlineData(null, Delete, "approve was [\"delete:*\"] at the last deployment, and is not set now")]
    [InlineData(null, null, "approve is not set, so every plan needs a person")]
    public void In_CI_the_reasons_are_the_classes_of_changes_and_a_change_of_the_classes(string? classes, string? last, string reasons)
    {
        var plan = Plan(
            Change("clusters", "a", ChangeAction.Update),
            Change("clusters", "b", ChangeAction.Recreate),
            Change("jobs", "same", ChangeAction.None),
            Change("jobs", "old", ChangeAction.Delete)
        );

        Assert.Equal(reasons, Reasons(plan, classes, last, inCi: true));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("delete:*", "delete:* (jobs.old)")]
    public void At_a_desk_no_plan_needs_a_person_where_nothing_is_set(string? classes, string reasons)
    {
        var plan = Plan(Change("jobs", "old", ChangeAction.Delete));

        Assert.Equal(reasons, Reasons(plan, classes, classes is null ? null : Delete, inCi: false));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, Delete)]
    [InlineData("*:*", null)]
    public void A_plan_that_writes_nothing_needs_nobody(string? classes, string? last) =>
        Assert.Equal("", Reasons(Plan(Change("jobs", "same", ChangeAction.None)), classes, last, inCi: true));

    /// <summary>All that whoever plans sees of both is that nothing has to be done.</summary>
    [Theory]
    [InlineData("update:permissions", "update:permissions (permissions.jobs.nightly)")]
    [InlineData("*:jobs delete:*", "*:jobs (jobs.nightly)")]
    [InlineData("create:* recreate:* delete:*", "")]
    [InlineData(null, "approve is not set, so every plan needs a person")]
    public void What_only_whoever_deploys_can_compare_counts_as_an_update(string? classes, string reasons)
    {
        var plan = Plan(
            Change("jobs", "nightly", ChangeAction.None) with { Uncompared = ["kv/pin/1"] },
            Change("permissions", "jobs.nightly", ChangeAction.None) with { IsUnknown = true, IsUnseen = true },
            Change("jobs", "lost", ChangeAction.None) with { IsUnknown = true }
        );

        var last = classes is null ? null : ApprovalClass.TextOf(Classes(classes));
        Assert.Equal(reasons, Reasons(plan, classes, last, inCi: true));
        Assert.Equal(reasons, Joined(ApprovalReasons.Kept(plan with { Approval = Of(plan, classes, last, inCi: true) }).Approval));
    }

    [Fact]
    public void Changes_that_are_left_out_because_of_errors_are_no_reasons()
    {
        var plan = Plan(Change("jobs", "a", ChangeAction.Create), Change("jobs", "b", ChangeAction.Create));
        var noted = plan with { Approval = ApprovalReasons.Of(plan, Classes("create:*"), "[]", inCi: true) };

        Assert.Equal(
            ["approve was [] at the last deployment, and is [\"create:*\"] now", "create:* (jobs.b)"],
            ApprovalReasons.Kept(noted with { Changes = [plan.Changes[1]] }).Approval.Select(reason => reason.Text)
        );
        Assert.Empty(ApprovalReasons.Kept(noted with { Changes = [] }).Approval);
    }

    private static string Reasons(Plan plan, string? classes, string? last, bool inCi) =>
        Joined(Of(plan, classes, last, inCi));

    private static string Joined(IEnumerable<ApprovalReason> reasons) => string.Join("; ", reasons.Select(reason => reason.Text));

    private static IReadOnlyList<ApprovalReason> Of(Plan plan, string? classes, string? last, bool inCi) =>
        ApprovalReasons.Of(plan, classes is null ? null : Classes(classes), last, inCi);

    private static IReadOnlyList<ApprovalClass> Classes(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => new ApprovalClass(entry.Split(':')[0], entry.Split(':')[1], new SourceLocation(null, 0, 0))),
        ];

    private static Plan Plan(params Change[] changes) =>
        new()
        {
            Environment = "test",
            Workspace = new Uri("https://adb-1.7.azuredatabricks.net"),
            Changes = changes,
        };

    private static Change Change(string kind, string name, ChangeAction action) =>
        new()
        {
            Kind = kind,
            Name = name,
            Action = action,
            Reason = "",
        };
}
