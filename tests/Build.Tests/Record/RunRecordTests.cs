using Build.Record;
using Build.Reports.Model;
using Layercake.Build.Tests.Reports;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Layercake.Build.Tests.Record;

public sealed class RunRecordTests
{
    private static readonly Change Cluster = SampleReport.Change("clusters", "etl", ChangeAction.Create);

    private static readonly Change Job = SampleReport.Change("jobs", "nightly", ChangeAction.Recreate);

    private static readonly Change Script = SampleReport.Change("init-scripts", "a.sh", ChangeAction.None);

    private readonly RunRecord record = new();

    [Fact]
    public void Plan_and_Deploy_in_one_run_count_each_asset_once()
    {
        record.AddPlan(Plan(Script, Cluster, Job));
        Deploy(Script, Cluster, Job);

        Assert.Equal(
            new RunTotals
            {
                Changes = 2,
                MayChange = 2,
                Created = 1,
                Updated = 1,
                Unchanged = 1,
            },
            RunTotals.Of(record)
        );
        Assert.Equal(["init-scripts.a.sh", "clusters.etl", "jobs.nightly"], record.Changes.Select(change => change.Asset));
    }

    [Fact]
    public void What_only_whoever_deploys_can_compare_may_change()
    {
        record.AddPlan(Plan(Script with { Uncompared = ["kv/pin/1"] }, Cluster with { Action = ChangeAction.None }));

        Assert.Equal(new RunTotals { MayChange = 1, Unchanged = 2 }, RunTotals.Of(record));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(ChangeStatus.Done, 2)]
    [InlineData(ChangeStatus.Failed, 1)]
    [InlineData(ChangeStatus.Skipped, 1)]
    public void What_could_not_be_written_is_not_adopted(ChangeStatus? status, int adopted)
    {
        var (same, other) = (Script with { Adopts = true }, Cluster with { Adopts = true });
        record.AddPlan(Plan(same, other, Job));
        if (status is { } ended)
            record.AddOutcome(
                Plan(same, other, Job),
                new Outcome
                {
                    Changes =
                    [
                        new ChangeOutcome { Change = other, Status = ended },
                        new ChangeOutcome { Change = Job, Status = ChangeStatus.Done },
                    ],
                    Warnings = [],
                }
            );

        Assert.Equal(adopted, RunTotals.Of(record).Adopted);
    }

    [Fact]
    public void Targets_for_one_kind_each_add_up()
    {
        Deploy(Cluster);
        Deploy(Job);

        Assert.Equal(
            new RunTotals
            {
                Changes = 2,
                MayChange = 2,
                Created = 1,
                Updated = 1,
            },
            RunTotals.Of(record)
        );
    }

    [Fact]
    public void A_plan_after_the_deployment_does_not_undo_what_was_done()
    {
        Deploy(Cluster);
        record.AddPlan(Plan(Cluster with { Action = ChangeAction.None }, Script));

        Assert.Equal(ChangeAction.Create, record.Changes[0].Action);
        Assert.Equal(
            new RunTotals
            {
                Changes = 1,
                MayChange = 1,
                Created = 1,
                Unchanged = 1,
            },
            RunTotals.Of(record)
        );
    }

    [Fact]
    public void Assets_that_failed_and_that_were_skipped_are_counted_apart_and_nothing_else()
    {
        record.AddPlan(Plan(Cluster, Job));
        record.AddOutcome(
            Plan(Cluster, Job),
            new Outcome
            {
                Changes =
                [
                    new ChangeOutcome
                    {
                        Change = Cluster,
                        Status = ChangeStatus.Failed,
                        Message = "no",
                    },
                    new ChangeOutcome { Change = Job, Status = ChangeStatus.Skipped },
                ],
                Warnings = [],
                Failures = ["The record could not be written."],
            }
        );

        Assert.Equal(
            new RunTotals
            {
                Changes = 2,
                MayChange = 2,
                Failed = 1,
                Skipped = 1,
            },
            RunTotals.Of(record)
        );
    }

    [Fact]
    public void A_finding_that_is_found_twice_is_one()
    {
        var finding = new Finding
        {
            Severity = Severity.Warning,
            Code = "JOB002",
            Message = "x",
        };

        Assert.Single(record.AddFindings([finding]));
        Assert.Equal(2, Assert.Single(record.AddFindings([finding with { }, finding with { Line = 2 }])).Line);

        Assert.Equal(2, record.Findings.Count);
    }

    [Fact]
    public void A_fact_alone_is_worth_a_report()
    {
        Assert.False(record.HasContent);

        record.AddFact(new ConnectionChecked("dev", []));

        Assert.True(record.HasContent);
    }

    private static Plan Plan(params Change[] changes) =>
        new()
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes = changes,
        };

    private void Deploy(params Change[] changes)
    {
        record.AddPlan(Plan(changes));
        record.AddOutcome(
            Plan(changes),
            new Outcome
            {
                Changes =
                [
                    .. changes
                        .Where(change => change.Action != ChangeAction.None)
                        .Select(change => new ChangeOutcome { Change = change, Status = ChangeStatus.Done }),
                ],
                Warnings = [],
            }
        );
    }
}
