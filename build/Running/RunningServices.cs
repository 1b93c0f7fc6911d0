using Build.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Running;

internal static class RunningServices
{
    public static IServiceCollection AddRunning(
        this IServiceCollection services,
        HostArguments arguments,
        RunOptions run,
        Interruption interruption,
        HostOutcome outcome
    ) =>
        services
            .AddSingleton(arguments)
            .AddSingleton(run)
            .AddSingleton(run.Folders)
            .AddSingleton(interruption)
            .AddSingleton(outcome)
            .AddSingleton(TimeProvider.System);
}
