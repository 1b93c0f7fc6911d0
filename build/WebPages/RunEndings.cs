using Build.Running;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>How a run of the page ended.</summary>
internal static class RunEndings
{
    /// <param name="failure">Null where it did what was asked.</param>
    /// <param name="exitCode">What the command line would have ended with.</param>
    /// <param name="wasStopped">Somebody asked it to stop.</param>
    public static RunState Of(Exception? failure, int exitCode, bool wasStopped) =>
        failure is not null && wasStopped ? RunState.Cancelled
        : exitCode == ExitCodes.Refused ? RunState.Refused
        : failure is null ? RunState.Succeeded
        : RunState.Failed;

    /// <summary>Of a run that failed before it had an exit code.</summary>
    public static RunState Of(Exception failure, bool wasStopped) =>
        Of(failure, failure is BuildFailedException refused ? refused.ExitCode : ExitCodes.Failed, wasStopped);
}
