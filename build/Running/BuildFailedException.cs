namespace Build.Running;

/// <summary>Ends the run with this message, printed once, and this exit code.</summary>
internal sealed class BuildFailedException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
