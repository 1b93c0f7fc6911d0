using Microsoft.Extensions.DependencyInjection;

namespace Build.Deployments;

internal static class DeploymentServices
{
    public static IServiceCollection AddDeployments(this IServiceCollection services) =>
        services
            .AddSingleton<ApplySteps>()
            .AddSingleton<AssetLogs>()
            .AddSingleton<CheckSteps>()
            .AddSingleton<EnvironmentLocking>()
            .AddSingleton<EnvironmentScope>()
            .AddSingleton<PlanCreator>()
            .AddSingleton<PlanExecutor>()
            .AddSingleton<PlanSteps>()
            .AddSingleton<PlanWriter>()
            .AddSingleton<RecordEdits>()
            .AddSingleton<Rollout>()
            .AddSingleton<RunWrites>()
            .AddSingleton<SkippedAssets>()
            .AddSingleton<StepFailures>()
            .AddSingleton<IConnectionCheck, ConnectionCheck>()
            .AddSingleton<IDeployment, Deployment>()
            .AddSingleton<IExports, Exports>()
            .AddSingleton<IInfrastructure, Infrastructure>();
}
