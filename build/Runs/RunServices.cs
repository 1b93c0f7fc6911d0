using Microsoft.Extensions.DependencyInjection;

namespace Build.Runs;

internal static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services) =>
        services.AddSingleton<IWorkspaceRunner, WorkspaceRunner>();
}
