using Cake.Core;
using Cake.Core.Diagnostics;
using Layercake.Secrecy;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Printing;

internal static class PrintingServices
{
    /// <param name="withTimes">Whether Cake's table of times ends the run.</param>
    public static IServiceCollection AddPrinting(this IServiceCollection services, Output output, Redactor redactor, bool withTimes)
    {
        services.AddSingleton(output).AddSingleton(redactor).AddSingleton<ICakeLog, GuardedLog>();

        // The plain look, which also starts faster than the tables of Cake 7.
        services.AddSingleton<CakeReportPrinter>();
        return withTimes
            ? services.AddSingleton<ICakeReportPrinter, CakeReportPrinter>()
            : services.AddSingleton<ICakeReportPrinter, StepsPrinter>();
    }
}
