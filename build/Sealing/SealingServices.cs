using Microsoft.Extensions.DependencyInjection;

namespace Build.Sealing;

internal static class SealingServices
{
    public static IServiceCollection AddSealing(this IServiceCollection services) =>
        services.AddSingleton<PlanSealing>().AddSingleton<IApprovedPlanView, ApprovedPlanView>();
}
