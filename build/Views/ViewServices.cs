using Microsoft.Extensions.DependencyInjection;

namespace Build.Views;

internal static class ViewServices
{
    public static IServiceCollection AddViews(this IServiceCollection services) =>
        services
            .AddSingleton<AssetsNotice>()
            .AddSingleton<BorrowedEnvironmentNotice>()
            .AddSingleton<ChecklistView>()
            .AddSingleton<ExportView>()
            .AddSingleton<InfrastructureView>()
            .AddSingleton<OutcomeView>()
            .AddSingleton<PlanView>()
            .AddSingleton<ReviewView>()
            .AddSingleton<RunFindings>()
            .AddSingleton<RunsView>()
            .AddSingleton<SelectionView>()
            .AddSingleton<SkippedAssetsView>();
}
