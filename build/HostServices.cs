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
using Build.WebPages;
using Cake.Core;
using Layercake.Engine.Connecting;
using Layercake.Engine.Kinds;
using Layercake.Identity.Workspaces;
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
    private readonly Func<string, string?> variable;
    private readonly RequestAssets requestAssets = new();
    private readonly SentWrites writes = new();
    private readonly LocalCloudLocator localCloud;

    /// <param name="variable">Reads a variable; of the process when left out.</param>
    /// <param name="user">Signs in to the workspace in the place of what the environment says; see <see cref="ConnectionOptions"/>.</param>
    public HostServices(
        HostArguments arguments,
        RunOptions run,
        Interruption interruption,
        Redactor redactor,
        Output output,
        CiReporter ci,
        Func<string, string?>? variable = null,
        Func<Uri, IWorkspaceCredential>? user = null
    )
    {
        (this.arguments, this.run, this.interruption, this.redactor) = (arguments, run, interruption, redactor);
        (this.output, this.ci, this.variable) = (output, ci, variable ?? Environment.GetEnvironmentVariable);
        localCloud = new LocalCloudLocator(output, TimeProvider.System);
        Outcome = new HostOutcome(interruption);

        var requests = new RequestLog(run, Record, requestAssets, new RequestView(output, arguments, requestAssets));
        var connecting = new ConnectionOptions
        {
            Variable = this.variable,
            User = user,
            Loggers = requests,
            Redactor = redactor,
            Writes = writes,
        };
        Preparation = new DeploymentPreparation(run, Record, connecting, localCloud);
    }

    public RunRecord Record { get; } = new();

    public HostOutcome Outcome { get; }

    /// <summary>Created before Cake, since it can begin while Cake starts; the caller of Cake disposes it.</summary>
    public DeploymentPreparation Preparation { get; }

    /// <summary>Makes what a run of the web page is done with.</summary>
    public RunScope CreateRun(
        HostArguments line,
        RunOptions options,
        Interruption ending,
        Output printed,
        Func<Uri, IWorkspaceCredential>? user
    )
    {
        var host = new HostServices(line, options, ending, redactor, printed, CiReporter.Silent, variable, user);
        var provider = host.AddRun(new ServiceCollection()).BuildServiceProvider();
        return new RunScope(
            provider.GetRequiredService<IDeployment>(),
            provider.GetRequiredService<IExports>(),
            provider.GetRequiredService<ReportWriter>(),
            host.Record,
            host.Outcome,
            host.Preparation
        );
    }

    /// <summary>What tasks are made of.</summary>
    public IServiceCollection AddRun(IServiceCollection services) =>
        services
            .AddRunning(arguments, run, interruption, Outcome)
            .AddCi(ci)
            .AddOutput(output, redactor)
            .AddRecord(Record, requestAssets)
            .AddViews()
            .AddReports()
            .AddLocalClouds(localCloud)
            .AddPreparation(Preparation, writes)
            .AddSealing()
            .AddDeployments();

    /// <summary>What tasks are made of, and what Cake runs them with.</summary>
    public void Add(IServiceCollection services)
    {
        AddRun(services)
            .AddCakePrinting(withTimes: !arguments.Has("no-report"))
            .AddRuns()
            .AddTestRuns()
            .AddPackaging()
            .AddWebPages(CreateRun, variable);

        services.AddSingleton<CakeEngine>();
        services.AddSingleton(KindTable.Described).AddSingleton<KindTasks>();
        services.AddSingleton<ICakeEngine, OrderedEngine>();
    }
}
