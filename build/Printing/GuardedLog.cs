using Build.Text;
using Cake.Core;
using Cake.Core.Diagnostics;
using Layercake.Secrecy;

namespace Build.Printing;

/// <summary>
/// Cake's own log, the last line of a failed run included, with what it is given cleaned as everything else that is printed.
/// </summary>
internal sealed class GuardedLog(IConsole console, Redactor redactor) : ICakeLog
{
    private readonly CakeBuildLog log = new(console);

    public Verbosity Verbosity
    {
        get => log.Verbosity;
        set => log.Verbosity = value;
    }

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
        log.Write(verbosity, level, format, [.. args.Select(Clean)]);

    /// <summary>Our own messages and stack traces have several lines; what is between their ends is shown.</summary>
    private object Clean(object arg) => arg is null or ValueType ? arg! : VisibleText.Lines(redactor.Redact(arg.ToString() ?? ""));
}
