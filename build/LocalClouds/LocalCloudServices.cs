using Microsoft.Extensions.DependencyInjection;

namespace Build.LocalClouds;

internal static class LocalCloudServices
{
    public static IServiceCollection AddLocalClouds(this IServiceCollection services, LocalCloudLocator locator) =>
        services.AddSingleton(locator).AddSingleton<ILocalCloudProgram, LocalCloudProgram>();
}
