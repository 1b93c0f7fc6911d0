using Layercake.LocalCloud.Logging;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What a task ends as when this cloud fails at it: an internal error that names the file with the whole reason.</summary>
internal sealed class RunFailures(CloudLog log)
{
    /// <param name="attempt">The task's own run id.</param>
    public JObject Outcome(long attempt, Exception error) =>
        new()
        {
            ["result_state"] = RunStates.InternalError,
            ["error"] = $"The local cloud failed: {error.Message} The whole reason is in {log.Write($"Run {attempt}", error)}.",
        };

    /// <summary>The work of a task that was not even begun.</summary>
    public JObject Work(long attempt, Exception error) => new(Outcome(attempt, error)) { ["setup_ms"] = 0, ["execution_ms"] = 0 };
}
