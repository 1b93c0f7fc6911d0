using Build.Ci;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Reports.Model;
using Build.Running;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Reports;

public sealed class ReportPublisherTests : IDisposable
{
    private readonly TempDirectory folder = new();
    private readonly Redactor redactor = new();
    private readonly StringWriter printed = new() { NewLine = "\n" };
    private readonly List<string> commands = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_three_files_are_written_and_one_line_says_where()
    {
        Publish(SampleReport.Awkward(), folder["report"]);

        Assert.Equal(["report.html", "report.json", "summary.md"], Directory.GetFiles(folder["report"]).Select(Path.GetFileName).Order());
        Assert.Equal($"Report: {Path.Combine("report", "report.html")}\n", printed.ToString());
    }

    [Fact]
    public void The_report_for_programs_holds_all_of_it()
    {
        Publish(SampleReport.Awkward(), folder["report"]);

        var report = JObject.Parse(File.ReadAllText(folder["report/report.json"]));
        Assert.Equal(
            [
                "format",
                "layercake",
                "targets",
                "environment",
                "workspace",
                "commit",
                "started",
                "seconds",
                "succeeded",
                "failure",
                "plan_id",
                "needs_approval",
                "totals",
                "findings",
                "remarks",
                "changes",
                "requests",
                "sections",
            ],
            report.Properties().Select(member => member.Name)
        );
        Assert.Equal(SampleReport.Foreign, (string?)report["findings"]![0]!["message"]);
        Assert.Equal(
            ("update", "failed", 4),
            (
                (string?)report["changes"]![1]!["action"],
                (string?)report["changes"]![1]!["status"],
                report["changes"]![1]!["fields"]!.Count()
            )
        );
        Assert.Equal((3, 6), ((int)report["requests"]![4]!["attempt"]!, report["requests"]!.Count()));
        Assert.Equal("bad", (string?)report["sections"]![0]!["rows"]![1]!["tone"]);
    }

    [Fact]
    public void A_secret_that_a_page_would_escape_or_cut_is_in_none_of_the_files()
    {
        const string Secret = "canary-p\"w/+<&'|@#_*ä> 100%";
        redactor.Register(Secret);
        var cut = new string('x', 190) + Secret;
        var report = SampleReport.Empty with
        {
            Succeeded = false,
            Failure = $"refused {Secret}",
            Findings =
            [
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "CLU004",
                    File = $"{Secret}.json",
                    Asset = $"clusters.{Secret}",
                    Message = Secret,
                },
            ],
            Changes =
            [
                SampleReport.Change("jobs", Secret, ChangeAction.Update) with
                {
                    Reason = Secret,
                    Fields =
                    [
                        new FieldChange
                        {
                            Path = "a",
                            Old = cut,
                            New = new JObject { ["b"] = new JArray(Secret) },
                        },
                    ],
                },
            ],
            Remarks = [Secret],
            Requests = [new SentRequest(default, default, "GET", $"/api?x={Secret}", 200, 1)],
            Sections =
            [
                new ReportSection
                {
                    Title = "Tests",
                    Summary = Secret,
                    Columns = ["Output"],
                    Rows = [new ReportRow(Tone.Bad, Secret)],
                },
            ],
        };

        Publish(report, folder["report"]);

        Assert.All(
            Directory.GetFiles(folder["report"]),
            file => Assert.DoesNotContain("canary", File.ReadAllText(file), StringComparison.Ordinal)
        );
        Assert.Equal("jobs.***", (string?)JObject.Parse(File.ReadAllText(folder["report/report.json"]))["changes"]![0]!["asset"]);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_a_warning_and_the_outputs_are_given_all_the_same()
    {
        folder.Write("report", "a file where the folder should be");

        Publish(SampleReport.Awkward(), folder["report"]);

        Assert.StartsWith(
            $"warning: the report could not be written to {folder["report"]}: ",
            printed.ToString(),
            StringComparison.Ordinal
        );
        Assert.EndsWith("Name another folder with --report=DIR.\n", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("##vso[task.setvariable variable=created;isOutput=true]2", commands);
    }

    [Fact]
    public void The_CI_system_hears_the_totals_and_where_the_summary_is()
    {
        Publish(SampleReport.Awkward(), folder["report"]);

        Assert.Equal(
            [
                $"##vso[task.uploadsummary]{folder["report/summary.md"]}",
                "##vso[task.setvariable variable=changes;isOutput=true]6",
                "##vso[task.setvariable variable=may_change;isOutput=true]7",
                "##vso[task.setvariable variable=created;isOutput=true]2",
                "##vso[task.setvariable variable=updated;isOutput=true]1",
                "##vso[task.setvariable variable=deleted;isOutput=true]0",
                "##vso[task.setvariable variable=plan_file;isOutput=true]/tmp/plan.json",
                "##vso[task.setvariable variable=plan_id;isOutput=true]ab12",
                "##vso[task.setvariable variable=plan_summary;isOutput=true]2 to create, 1 unchanged",
                "##vso[task.setvariable variable=needs_approval;isOutput=true]true",
            ],
            commands
        );
    }

    [Fact]
    public void A_report_that_cannot_be_made_is_a_warning_and_does_not_end_the_run()
    {
        Publish(() => throw new NotSupportedException("No table."), folder["report"]);

        Assert.Equal("warning: the report could not be made: No table.\n", printed.ToString());
        Assert.False(Directory.Exists(folder["report"]));
    }

    private void Publish(RunReport report, string target) => Publish(() => report, target);

    private void Publish(Func<RunReport> make, string target)
    {
        var voice = new CiReporter(CiCommands.Of(name => name == "TF_BUILD" ? "True" : null), redactor, folder.FullPath, commands.Add);
        new ReportPublisher(
            new HostFolders { Root = folder.FullPath, Start = folder.FullPath },
            voice,
            new Output(printed, colours: false, redactor),
            redactor
        ).Publish(make, target, "/tmp/plan.json");
    }
}
