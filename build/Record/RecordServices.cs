using Microsoft.Extensions.DependencyInjection;

namespace Build.Record;

internal static class RecordServices
{
    public static IServiceCollection AddRecord(this IServiceCollection services, RunRecord record, RequestAssets requestAssets) =>
        services.AddSingleton(record).AddSingleton(requestAssets);
}
