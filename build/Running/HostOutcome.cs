namespace Build.Running;

/// <summary>How the run ended: Cake's own exit codes for failures differ between its versions.</summary>
internal sealed class HostOutcome(Interruption interruption)
{
    private int? recorded;

    /// <summary>Printed after everything else, Cake's report included.</summary>
    public string? ClosingLine { get; set; }

    /// <summary>What is to be known of the whole run; printed at the very end.</summary>
    public string? ClosingRemark { get; set; }

    /// <summary>Assets were left out because of errors, and the user asked for that.</summary>
    public bool AssetsSkipped { get; set; }

    /// <summary>What is printed after everything else.</summary>
    public IEnumerable<string> ClosingLines(int exitCode)
    {
        if (ClosingLine is not null)
            yield return exitCode == ExitCodes.AssetsSkipped
                ? $"{ClosingLine} All else went well, so the exit code is {exitCode}."
                : ClosingLine;
        if (ClosingRemark is not null)
            yield return ClosingRemark;
    }

    /// <summary>Keeps the exit code that the failure carries; null when nothing failed.</summary>
    public void Record(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is BuildFailedException { ExitCode: var code })
                recorded ??= code;
        }
    }

    /// <summary>The host's exit code, given the one that Cake returned.</summary>
    public int ExitCode(int fromCake)
    {
        // Whatever the signal made of the run: who sent it waits for this answer.
        if (interruption.ExitCode is { } signal)
            return signal;

        return fromCake == 0
            ? AssetsSkipped
                ? ExitCodes.AssetsSkipped
                : ExitCodes.Done
            : recorded ?? ExitCodes.Failed;
    }
}
