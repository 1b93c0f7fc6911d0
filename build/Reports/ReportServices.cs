using Build.Reports.JUnit;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Reports;

internal static class ReportServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddSingleton<ReportPublisher>().AddSingleton<ReportWriter>().AddSingleton<RunResultsFile>();
}
