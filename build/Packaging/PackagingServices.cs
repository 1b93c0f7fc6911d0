using Microsoft.Extensions.DependencyInjection;

namespace Build.Packaging;

internal static class PackagingServices
{
    public static IServiceCollection AddPackaging(this IServiceCollection services) => services.AddSingleton<IPackager, Packager>();
}
