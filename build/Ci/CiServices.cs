using Microsoft.Extensions.DependencyInjection;

namespace Build.Ci;

internal static class CiServices
{
    public static IServiceCollection AddCi(this IServiceCollection services, CiReporter ci) => services.AddSingleton(ci);
}
