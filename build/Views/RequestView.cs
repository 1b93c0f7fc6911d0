using Build.CommandLine;
using Build.Printing;
using Build.Record;
using Build.Text;
using Cake.Core.Diagnostics;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Build.Views;

/// <summary>
/// Shows what the libraries log, which is their requests: a line each for <c>--verbosity=verbose</c>, what they carry as well for
/// <c>diagnostic</c>.
/// </summary>
internal sealed class RequestView(Output output, HostArguments arguments, RequestAssets requestAssets)
{
    public bool IsShown(LogLevel level) =>
        arguments.Verbosity
        >= level switch
        {
            LogLevel.Trace => Verbosity.Diagnostic,
            LogLevel.Debug or LogLevel.Information => Verbosity.Verbose,
            _ => Verbosity.Minimal,
        };

    public void Show(LogLevel level, string message)
    {
        if (!IsShown(level))
            return;

        var asset = level == LogLevel.Warning && requestAssets.Asset is { } about ? $"{about}: " : "";
        output.WholeLine($"    {asset}{message}", Tone.Quiet);
    }
}
