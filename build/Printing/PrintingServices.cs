using Cake.Core;
using Cake.Core.Diagnostics;
using Layercake.Secrecy;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Printing;

internal static class PrintingServices
{
    public static IServiceCollection AddOutput(this IServiceCollection services, Output output, Redactor redactor) =>
        services.AddSingleton(output).AddSingleton(redactor);

    /// <param name="withTimes">Whether Cake's table of times ends the run.</param>
    public static IServiceCollection AddCakePrinting(this IServiceCollection services, bool withTimes)
    {
        // The plain look, which also starts faster than the tables of Cake 7.
        services.AddSingleton<ICakeLog, GuardedLog>().AddSingleton<CakeReportPrinter>();
        return withTimes
            ? services.AddSingleton<ICakeReportPrinter, CakeReportPrinter>()
            : services.AddSingleton<ICakeReportPrinter, StepsPrinter>();
    }
}
