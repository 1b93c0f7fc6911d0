namespace Layercake.Web.Runs;

/// <summary>How a run stands.</summary>
public enum RunState
{
    Running,
    Succeeded,

    /// <summary>Something went wrong, or was not done.</summary>
    Failed,

    /// <summary>Nothing was written: it may not be done without someone's word, or is not what was approved.</summary>
    Refused,

    Cancelled,

    /// <summary>The server ended before the run did.</summary>
    Interrupted,
}
