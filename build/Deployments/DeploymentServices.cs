using Microsoft.Extensions.DependencyInjection;

namespace Build.Deployments;

internal static class DeploymentServices
{
    public static IServiceCollection AddDeployments(this IServiceCollection services) =>
        services
            .AddSingleton<AssetLogs>()
            .AddSingleton<EnvironmentLocking>()
            .AddSingleton<EnvironmentScope>()
            .AddSingleton<PlanCreator>()
            .AddSingleton<PlanExecutor>()
            .AddSingleton<PlanWriter>()
            .AddSingleton<RecordEdits>()
            .AddSingleton<Rollout>()
            .AddSingleton<RunWrites>()
            .AddSingleton<SkippedAssets>()
            .AddSingleton<IConnectionCheck, ConnectionCheck>()
            .AddSingleton<IDeployment, Deployment>()
            .AddSingleton<IExports, Exports>()
            .AddSingleton<IInfrastructure, Infrastructure>();
}
