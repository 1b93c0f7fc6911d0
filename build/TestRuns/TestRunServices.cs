using Microsoft.Extensions.DependencyInjection;

namespace Build.TestRuns;

internal static class TestRunServices
{
    public static IServiceCollection AddTestRuns(this IServiceCollection services) =>
        services.AddSingleton<DotNetCommand>().AddSingleton<TestRunner>().AddSingleton<ITestRun, TestRun>();
}
