namespace Layercake.Engine.Runs;

/// <summary>Receives the progress of runs. Calls for several runs may be concurrent.</summary>
public interface IRunWatcher
{
    void Started(RunOrder order, long runId, string pageUrl);

    /// <summary>Called after each poll of a run that is not finished.</summary>
    void Seen(RunOrder order, RunState state, TimeSpan elapsed);

    void Ended(RunResult result);

    /// <summary>The run was cancelled because this program was interrupted.</summary>
    /// <param name="problem">Why the request to cancel failed; null when it succeeded.</param>
    void Cancelled(RunOrder order, string pageUrl, string? problem);
}
