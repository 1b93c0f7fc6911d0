using Microsoft.Extensions.DependencyInjection;

namespace Build.WebPages;

internal static class WebPageServices
{
    public static IServiceCollection AddWebPages(this IServiceCollection services, RunScope.Creation runs) =>
        services.AddSingleton(runs).AddSingleton<IWebProgram, WebProgram>();
}
