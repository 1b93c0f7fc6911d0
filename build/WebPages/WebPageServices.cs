using Microsoft.Extensions.DependencyInjection;

namespace Build.WebPages;

internal static class WebPageServices
{
    public static IServiceCollection AddWebPages(
        this IServiceCollection services,
        RunScope.Creation runs,
        Func<string, string?> variable
    ) => services.AddSingleton(runs).AddSingleton(variable).AddSingleton<IWebProgram, WebProgram>();
}
