using Build.Record;
using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Reports;

/// <summary>Reports that no run needs to make.</summary>
internal static class SampleReport
{
    /// <summary>All that a page could mistake for something else.</summary>
    public const string Foreign =
        "</script><script>window.hacked=1</script> </title>\"'><img src=x onerror=hacked=1> | `a` @everyone #1 "
        + "##vso[task.complete]\n::error::x \u001b[31m \u202egpj.exe 日本語 &amp; {0}";

    public static readonly RunReport Empty = new()
    {
        Targets = ["Validate"],
        Environment = "dev",
        Started = new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1.5),
        Succeeded = true,
        Totals = new RunTotals(),
        Findings = [],
        Changes = [],
        Outcomes = new Dictionary<string, ChangeOutcome>(),
        Remarks = [],
        Requests = [],
    };

    /// <summary>Something of everything, and nothing of it harmless.</summary>
    public static RunReport Awkward()
    {
        var changes = new List<Change>
        {
            Change("init-scripts", "install.sh", ChangeAction.None),
            Change("clusters", "etl", ChangeAction.Update) with
            {
                Drift = true,
                Id = "0612-1",
                Secrets = ["dev/db-password/7"],
                After = ["init-scripts.install.sh"],
                Fields =
                [
                    new FieldChange
                    {
                        Path = "num_workers",
                        Old = 2,
                        New = 8,
                        Drift = true,
                    },
                    new FieldChange
                    {
                        Path = "spark_conf",
                        Old = null,
                        New = JObject.Parse("""{ "spark.x": "a", "spark.y": [1, 2.5, null] }"""),
                    },
                    new FieldChange
                    {
                        Path = "node_type_id",
                        Old = "Standard_D4ds_v5",
                        New = Foreign,
                        RecreateBecause = "the service refuses to change it",
                    },
                    new FieldChange
                    {
                        Path = "comment",
                        Old = string.Join('\n', Enumerable.Repeat("a line of a long text", 400)),
                        New = null,
                    },
                ],
            },
            Change("notebooks", "a/" + new string('w', 300), ChangeAction.Create),
            Change("notebooks", Foreign, ChangeAction.Create),
            Change("jobs", "nightly", ChangeAction.Recreate) with
            {
                After = ["clusters.etl", $"notebooks.{Foreign}", "clusters.elsewhere", "init-scripts.install.sh"],
            },
            Change("jobs", "old", ChangeAction.Delete) with
            {
                File = null,
            },
            Change("jobs", "adopted", ChangeAction.Update) with
            {
                Adopts = true,
                After = ["clusters.etl"],
            },
        };
        return Empty with
        {
            Targets = ["Plan", "Deploy"],
            Workspace = new Uri("https://adb-1.azuredatabricks.net/"),
            Commit = "0123456789abcdef0123456789abcdef01234567",
            Planned = true,
            Succeeded = false,
            Failure = $"1 failed, 1 skipped; see above. {Foreign}",
            PlanId = "ab12",
            PlanSummary = "2 to create, 1 unchanged",
            NeedsApproval = true,
            Changes = changes,
            Totals = new RunTotals
            {
                Changes = 6,
                MayChange = 7,
                Created = 2,
                Updated = 1,
                Failed = 1,
                Skipped = 2,
                Unchanged = 1,
                Adopted = 1,
            },
            Outcomes = new[]
            {
                new ChangeOutcome
                {
                    Change = changes[1],
                    Status = ChangeStatus.Failed,
                    Message = $"clusters.etl: cannot update: {Foreign}",
                    Duration = TimeSpan.FromSeconds(0.4),
                },
                new ChangeOutcome { Change = changes[2], Status = ChangeStatus.Done },
                new ChangeOutcome
                {
                    Change = changes[3],
                    Status = ChangeStatus.Done,
                    Duration = TimeSpan.FromSeconds(2.5),
                },
                new ChangeOutcome
                {
                    Change = changes[4],
                    Status = ChangeStatus.Skipped,
                    Message = "jobs.nightly: skipped: needs clusters.etl, which was not deployed.",
                },
            }.ToDictionary(outcome => outcome.Change.Asset),
            Findings =
            [
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "CLU004",
                    File = "clusters/etl.json",
                    Line = 14,
                    Column = 7,
                    Asset = "clusters.etl",
                    Message = Foreign,
                },
                new Finding
                {
                    Severity = Severity.Warning,
                    Code = "JOB002",
                    Message = "A warning about nothing in particular.",
                },
            ],
            Remarks = [Foreign, "clusters.etl was left running."],
            Requests =
            [
                Request(0, 40, "GET", "/api/2.1/clusters/list", 200),
                Request(5, 60, "GET", "/api/2.2/jobs/list?" + Foreign, 404),
                Request(50, 120, "POST", "/api/2.1/clusters/edit", 429),
                Request(200, 110, "POST", "/api/2.1/clusters/edit", 503, 2),
                Request(330, 10, "POST", "/api/2.1/clusters/edit", null, 3),
                Request(350, 20, "POST", "/api/2.1/clusters/edit", 400, 4),
            ],
            Sections =
            [
                new ReportSection
                {
                    Title = $"Tests {Foreign}",
                    Summary = "1 passed, 1 failed",
                    Columns = ["Result", "Notebook", "Run"],
                    Rows =
                    [
                        new ReportRow(Tone.Good, "passed", "tests/a", "https://adb-1.azuredatabricks.net/?o=1#job/1"),
                        new ReportRow(Tone.Bad, "failed", Foreign, "javascript:alert(1)"),
                    ],
                },
            ],
        };
    }

    /// <summary>Clusters, and two jobs on each, of which every tenth asset changes.</summary>
    public static RunReport Large(int clusters)
    {
        var changes = Enumerable
            .Range(0, clusters)
            .Select(i => Change("clusters", $"cluster-{i:000}", i % 10 == 0 ? ChangeAction.Create : ChangeAction.None))
            .Concat(
                Enumerable
                    .Range(0, clusters * 2)
                    .Select(i =>
                        Change("jobs", $"job-{i:000}-loads-a-table", i % 10 == 5 ? ChangeAction.Update : ChangeAction.None) with
                        {
                            After = [$"clusters.cluster-{i % clusters:000}", $"clusters.cluster-{(i + 1) % clusters:000}"],
                        }
                    )
            )
            .ToList();
        return Empty with
        {
            Targets = ["Plan"],
            Planned = true,
            Changes = changes,
            Requests =
            [
                .. Enumerable
                    .Range(0, clusters * 10)
                    .Select(i => Request(i * 7, (i * 37) % 90, "GET", $"/api/2.1/clusters/get?id={i}", i % 50 == 0 ? 429 : 200)),
            ],
        };
    }

    public static Change Change(string kind, string name, ChangeAction action) =>
        new()
        {
            Kind = kind,
            Name = name,
            Action = action,
            Reason = action == ChangeAction.None ? "as declared" : "changed in Git",
            File = $"{kind}/{name}.json",
        };

    private static SentRequest Request(int start, int length, string method, string path, int? status, int attempt = 1) =>
        new(TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(length), method, path, status, attempt);
}
