using Build.Ci;
using Build.CommandLine;
using Build.Deployments;
using Build.LocalClouds;
using Build.Packaging;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Running;
using Build.Runs;
using Build.Sealing;
using Build.TestRuns;
using Build.Views;
using Cake.Core;
using Layercake.Engine.Connecting;
using Layercake.Engine.Kinds;
using Layercake.Engine.Sealing;
using Layercake.Rest;
using Layercake.Secrecy;
using Microsoft.Extensions.DependencyInjection;

namespace Build;

/// <summary>Puts the host together: what there is before Cake starts, and what each room registers for the tasks.</summary>
internal sealed class HostServices
{
    private readonly HostArguments arguments;
    private readonly RunOptions run;
    private readonly Interruption interruption;
    private readonly Redactor redactor;
    private readonly Output output;
    private readonly CiReporter ci;
    private readonly RunRecord record = new();
    private readonly RequestAssets requestAssets = new();
    private readonly SentWrites writes = new();
    private readonly LocalCloudLocator localCloud;

    /// <param name="package">What is deployed instead of a folder; null when none was given.</param>
    /// <param name="approved">The sealed plan that is applied or shown; null when none was given.</param>
    public HostServices(
        HostArguments arguments,
        HostFolders folders,
        PackagedAssets? package,
        OpenedPlan? approved,
        Interruption interruption,
        Redactor redactor,
        ConsoleGuard guard
    )
    {
        (this.arguments, this.interruption, this.redactor) = (arguments, interruption, redactor);
        run = new RunOptions(arguments, folders, package, approved, TimeProvider.System, interruption.Token);
        output = Output.ToConsole(redactor);
        ci = guard.CreateCiReporter(package is null ? run.AssetsFolder : null);
        localCloud = new LocalCloudLocator(output, TimeProvider.System);
        Outcome = new HostOutcome(interruption);

        var requests = new RequestLog(run, record, requestAssets, new RequestView(output, arguments, requestAssets));
        var connecting = new ConnectionOptions
        {
            Loggers = requests,
            Redactor = redactor,
            Writes = writes,
        };
        Preparation = new DeploymentPreparation(run, record, connecting, localCloud);
    }

    public HostOutcome Outcome { get; }

    /// <summary>Created before Cake, since it can begin while Cake starts; the caller of Cake disposes it.</summary>
    public DeploymentPreparation Preparation { get; }

    public void Add(IServiceCollection services)
    {
        services
            .AddRunning(arguments, run, interruption, Outcome)
            .AddCi(ci)
            .AddPrinting(output, redactor, withTimes: !arguments.Has("no-report"))
            .AddRecord(record, requestAssets)
            .AddViews()
            .AddReports()
            .AddLocalClouds(localCloud)
            .AddPreparation(Preparation, writes)
            .AddSealing()
            .AddDeployments()
            .AddRuns()
            .AddTestRuns()
            .AddPackaging();

        services.AddSingleton<CakeEngine>();
        services.AddSingleton(KindTable.Described).AddSingleton<KindTasks>();
        services.AddSingleton<ICakeEngine, OrderedEngine>();
    }
}
