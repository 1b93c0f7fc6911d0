using Build.Ci;
using Build.CommandLine;
using Build.Deployments;
using Build.LocalClouds;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Running;
using Build.Views;
using Layercake.Build.Tests.Reports;
using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Layercake.Secrecy;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Deployments;

public sealed class RolloutTests : IAsyncDisposable
{
    private static readonly Change Cluster = SampleReport.Change("clusters", "etl", ChangeAction.Create);

    private static readonly PlannedDeployment Planned = new()
    {
        Plan = new Plan
        {
            Environment = "dev",
            Workspace = new Uri("https://adb-1.azuredatabricks.net"),
            Changes = [Cluster],
        },
        Findings = [],
        Declarations = new Dictionary<string, Declaration>(),
        Live = new Dictionary<string, IReadOnlyList<LiveAsset>>(),
        Manifest = Manifest.Empty,
        Adoptions = [],
    };

    private static readonly Outcome Done = new()
    {
        Changes = [new ChangeOutcome { Change = Cluster, Status = ChangeStatus.Done }],
        Warnings = [],
    };

    private readonly TempDirectory folder = new();
    private readonly Redactor redactor = new();
    private readonly StringWriter printed = new() { NewLine = "\n" };
    private readonly RunRecord record = new();
    private readonly RunOptions run;
    private readonly CiReporter ci;
    private readonly CancellationTokenSource stop = new();
    private readonly Output output;
    private readonly DeploymentPreparation preparation;
    private readonly Rollout rollout;

    public RolloutTests()
    {
        var arguments = new HostArguments
        {
            Targets = ["StopClusters"],
            TargetUses = new TargetUses([]),
            Values = new Dictionary<KnownOption, string>(),
            Errors = [],
        };
        var folders = new HostFolders { Root = folder.FullPath, Start = folder.FullPath };
        run = new RunOptions(arguments, folders, package: null, approved: null, TimeProvider.System, stop.Token);
        ci = new CiReporter(CiCommands.Of(_ => null), redactor, assets: null, _ => { });
        output = new Output(printed, colours: false, redactor);
        var localCloud = new LocalCloudLocator(output, TimeProvider.System);
        preparation = new DeploymentPreparation(run, record, new ConnectionOptions(), localCloud);
        var writes = new RunWrites(new SentWrites(), preparation);
        rollout = new Rollout(run, record, new OutcomeView(output, ci), output, writes);
    }

    public async ValueTask DisposeAsync()
    {
        await preparation.DisposeAsync();
        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_outcome_that_is_not_shown_is_in_the_report()
    {
        await rollout.RunAsync(() => Task.FromResult((Planned, Done)), showsSuccess: false);

        Assert.Empty(printed.ToString());
        new ReportWriter(run, record, new ReportPublisher(run.Folders, ci, output, redactor), redactor).Write(failure: null);
        var report = JObject.Parse(await File.ReadAllTextAsync(Path.Combine(run.Folders.Report, "report.json")));
        Assert.Equal(1, (int)report["totals"]!["created"]!);
    }

    [Theory]
    [InlineData(ChangeStatus.Done, true)]
    [InlineData(ChangeStatus.Skipped, false)]
    public async Task Who_asks_to_stop_when_all_is_done_has_a_deployment_that_went_well(ChangeStatus last, bool isWell)
    {
        Task Deploy() =>
            rollout.RunAsync(
                () =>
                {
                    stop.Cancel();
                    return Task.FromResult((Planned, Done with { Cancelled = true, Changes = [Done.Changes[0] with { Status = last }] }));
                },
                showsSuccess: false
            );

        if (isWell)
            await Deploy();
        else
            await Assert.ThrowsAsync<OperationCanceledException>(Deploy);
        Assert.Single(record.Applied);
    }

    [Fact]
    public async Task A_plan_that_is_out_of_date_is_made_again_and_only_the_last_outcome_counts()
    {
        var attempts = 0;

        await rollout.RunAsync(
            () => ++attempts < 3 ? throw new PlanOutOfDateException("The manifest is another") : Task.FromResult((Planned, Done)),
            showsSuccess: false
        );

        Assert.Equal(3, attempts);
        Assert.Single(record.Applied);
        Assert.Equal(
            string.Concat(Enumerable.Repeat("The manifest is another, so the plan is made again.\n", 2)),
            printed.ToString()
        );
    }

    [Fact]
    public async Task A_plan_that_is_out_of_date_three_times_ends_the_run()
    {
        var failure = await Assert.ThrowsAsync<BuildFailedException>(() =>
            rollout.RunAsync(() => throw new PlanOutOfDateException("The manifest is another"), showsSuccess: false)
        );

        Assert.Equal(ExitCodes.Refused, failure.ExitCode);
        Assert.Empty(record.Applied);
    }
}
