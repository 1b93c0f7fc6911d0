namespace Layercake.Engine.Runs;

/// <summary>Is told how runs come along; calls for several runs may come at once.</summary>
public interface IRunWatcher
{
    void Started(RunOrder order, long runId, string pageUrl);

    /// <summary>After each look at a run that is not over.</summary>
    void Seen(RunOrder order, RunState state, TimeSpan elapsed);

    void Ended(RunResult result);

    /// <summary>It was asked to stop, because this program was.</summary>
    /// <param name="problem">Why it could not be asked; null when it could.</param>
    void Cancelled(RunOrder order, string pageUrl, string? problem);
}
