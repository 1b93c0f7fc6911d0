using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>
/// A plan that says something else than planning again is refused, also where only another version of the tool would have said it.
/// </summary>
public sealed class OtherwiseApprovedTests : SealedTests
{
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
    }

    [Fact]
    public async Task Other_rules_and_another_workspace_behind_the_same_address_are_named()
    {
        using var opened = OpenedPlan.Open(Release.File, id: null);
        // As long as the digest of the rules, so that its text is compared.
        var approved = opened.Plan with { Rules = new string('0', opened.Plan.Rules.Length), WorkspaceId = "1" };

        var planned = await PlanAsync(approved);

        Assert.Collection(
            planned.Refusals.Select(refusal => refusal.ToString()),
            refusal => Assert.Matches(@"^error PLN004: The plan is for the workspace \S+ \(1\), and this run is signed in to ", refusal),
            refusal =>
                Assert.Equal(
                    "error PLN004: The plan was made by version 1.2.3, which compares fields by other rules. Plan again and have the new "
                        + "plan approved.",
                    refusal
                )
        );
        Assert.Empty(planned.Plan.Changes);
    }

    [Fact]
    public async Task A_field_that_was_to_become_something_else_is_named_with_both_values()
    {
        using var opened = OpenedPlan.Open(Release.File, id: null);
        var approved = With(
            opened.Plan,
            "jobs.nightly",
            change => change with { Fields = [.. change.Fields.Select(field => field with { New = 91 })] }
        );

        Assert.StartsWith(
            "error PLN005: jobs.nightly: timeout_seconds was to become 91 when the plan was made, and would become 90 now. ",
            Assert.Single((await PlanAsync(approved)).Refusals).ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "clusters.etl: its object was edited since the plan was made, which --strict-plan refuses. Plan again")]
    public async Task An_object_that_is_otherwise_is_refused_where_that_is_asked_for(bool isStrict, string refusal)
    {
        using var opened = OpenedPlan.Open(Release.File, id: null, isStrict: isStrict);
        var approved = With(opened.Plan, "clusters.etl", change => change with { Fingerprint = "sha256:0" });

        var planned = await PlanAsync(approved);

        Assert.Equal(refusal.Length == 0 ? 0 : 1, planned.Refusals.Count);
        Assert.Contains(refusal, string.Join('\n', planned.Refusals), StringComparison.Ordinal);
    }

    private static SealedPlan With(SealedPlan approved, string asset, Func<Change, Change> edit) =>
        approved with
        {
            Plan = approved.Plan with
            {
                Changes = [.. approved.Plan.Changes.Select(change => change.Asset == asset ? edit(change) : change)],
            },
        };

    private Task<PlannedDeployment> PlanAsync(SealedPlan approved) =>
        Workspace.Session().PlanSealedAsync(approved, Workspace.Redactor, CancellationToken.None);
}
