using Build.CommandLine;
using Build.Deployments;
using Build.LocalClouds;
using Build.Packaging;
using Build.Packing;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Running;
using Build.Runs;
using Build.TestRuns;
using Build.Views;
using Cake.Core;
using Cake.Core.Diagnostics;
using Layercake.Engine.Connecting;
using Layercake.Rest;
using Layercake.Secrecy;
using Microsoft.Extensions.DependencyInjection;

namespace Build;

/// <summary>What the tasks are given by constructor injection.</summary>
public sealed class HostServices
{
    private readonly HostArguments arguments;
    private readonly HostOutcome outcome;
    private readonly RunOptions run;
    private readonly LocalCloudLocator localCloud;
    private readonly Output output;
    private readonly Redactor redactor;
    private readonly RunRecord record = new();
    private readonly CiReporter voice;
    private readonly RequestAssets trace = new();
    private readonly SentWrites writes = new();

    /// <param name="package">What is deployed instead of a folder; null when none was given.</param>
    public HostServices(
        HostArguments arguments,
        HostFolders folders,
        DeployedPackage? package,
        Interruption interruption,
        HostOutcome outcome,
        Redactor redactor,
        ConsoleGuard guard
    )
    {
        (this.arguments, this.outcome, this.redactor, output) = (arguments, outcome, redactor, Output.ToConsole(redactor));
        run = new RunOptions(arguments, folders, package, TimeProvider.System, interruption.Token);
        voice = guard.CreateCiReporter(package is null ? run.AssetsFolder : null);
        localCloud = new LocalCloudLocator(output, TimeProvider.System);
        Preparation = new DeploymentPreparation(
            run,
            new ConnectionOptions
            {
                Loggers = new RequestLog(output, arguments, run, record, trace),
                Redactor = redactor,
                Writes = writes,
            },
            localCloud
        );
    }

    /// <summary>There before Cake is, since it can begin while Cake starts.</summary>
    public DeploymentPreparation Preparation { get; }

    public void Add(IServiceCollection services)
    {
        services.AddSingleton(arguments);
        services.AddSingleton(outcome);
        services.AddSingleton(run);
        services.AddSingleton(run.Folders);
        services.AddSingleton(TimeProvider.System);

        services.AddSingleton<ICakeLog, GuardedLog>();

        // The plain look, which also starts faster than the tables of Cake 7.
        services.AddSingleton<CakeReportPrinter>();
        if (arguments.Has("no-report"))
            services.AddSingleton<ICakeReportPrinter, StepsPrinter>();
        else
            services.AddSingleton<ICakeReportPrinter, CakeReportPrinter>();

        services.AddSingleton<CakeEngine>();
        services.AddSingleton<ICakeEngine, OrderedEngine>();

        services.AddSingleton(redactor);
        services.AddSingleton(output);
        services.AddSingleton(record);
        services.AddSingleton(voice);
        services.AddSingleton<ReportPublisher>();
        services.AddSingleton<ReportWriter>();
        services.AddSingleton<PlanView>();
        services.AddSingleton<FindingsView>();
        services.AddSingleton<OutcomeView>();
        services.AddSingleton<ChecklistView>();
        services.AddSingleton<ReviewView>();
        services.AddSingleton<SkippedAssetsNotice>();
        services.AddSingleton<AssetsNotice>();
        services.AddSingleton<BorrowedEnvironmentNotice>();
        services.AddSingleton<SelectionView>();
        services.AddSingleton<InfrastructureView>();
        services.AddSingleton<ExportView>();

        // Made by a factory, so that the container disposes it at the end.
        services.AddSingleton(_ => Preparation);
        services.AddSingleton(writes);
        services.AddSingleton<RunWrites>();
        services.AddSingleton<PlanCreator>();
        services.AddSingleton<PlanExecutor>();
        services.AddSingleton<IDeployment, Deployment>();
        services.AddSingleton(localCloud);
        services.AddSingleton<EnvironmentScope>();
        services.AddSingleton<Infrastructure>();
        services.AddSingleton(trace);
        services.AddSingleton<AssetLogs>();
        services.AddSingleton<Exports>();

        services.AddSingleton<Packager>();

        services.AddSingleton<RunsView>();
        services.AddSingleton<RunResultsFile>();
        services.AddSingleton<WorkspaceRunner>();

        services.AddSingleton<DotNetCommand>();
        services.AddSingleton<TestRunner>();
    }
}
