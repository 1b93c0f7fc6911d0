using Cake.Core;
using Cake.Core.Diagnostics;

namespace Build.Printing;

/// <summary>Cake's own look without the table of times: with <c>--no-report</c> Cake leaves it out only when all went well.</summary>
internal sealed class StepsPrinter(CakeReportPrinter inner) : ICakeReportPrinter
{
    public void Write(CakeReport report) { }

    public void WriteStep(string name, Verbosity verbosity) => inner.WriteStep(name, verbosity);

    public void WriteSkippedStep(string name, Verbosity verbosity) => inner.WriteSkippedStep(name, verbosity);

    public void WriteLifeCycleStep(string name, Verbosity verbosity) => inner.WriteLifeCycleStep(name, verbosity);
}
