using Build.CommandLine;
using Build.Deployments;
using Build.TestRuns;
using Build.Views;
using Cake.Core;
using Layercake.Engine.Connecting;
using Microsoft.Extensions.DependencyInjection;

namespace Build;

/// <summary>What the tasks are given by constructor injection.</summary>
public static class HostServices
{
    public static void Add(IServiceCollection services, HostArguments arguments, HostFolders folders, Interruption interruption, HostOutcome outcome)
    {
        services.AddSingleton(arguments);
        services.AddSingleton(folders);
        services.AddSingleton(interruption);
        services.AddSingleton(outcome);
        services.AddSingleton(TimeProvider.System);

        // The plain look, which also starts faster than the tables of Cake 7.
        services.AddSingleton<ICakeReportPrinter, CakeReportPrinter>();

        services.AddSingleton<CakeEngine>();
        services.AddSingleton<ICakeEngine, OrderedEngine>();

        services.AddSingleton(Output.ToConsole());
        services.AddSingleton<PlanView>();
        services.AddSingleton<FindingsView>();
        services.AddSingleton<OutcomeView>();

        services.AddSingleton<RequestLog>();
        services.AddSingleton(provider => new ConnectionOptions { Loggers = provider.GetRequiredService<RequestLog>() });
        services.AddSingleton<EnvironmentReader>();
        services.AddSingleton<LocalCloudHome>();
        services.AddSingleton<IDeployment, Deployment>();

        services.AddSingleton<DotNetCommand>();
        services.AddSingleton<TestRunner>();
    }
}
