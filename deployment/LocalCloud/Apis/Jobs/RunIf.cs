using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Whether a task runs after what it waited for ended as it did.</summary>
internal static class RunIf
{
    private static readonly string[] Failures =
    [
        "FAILED",
        "TIMEDOUT",
        "CANCELED",
        "UPSTREAM_FAILED",
        "UPSTREAM_CANCELED",
        RunStates.InternalError,
    ];

    public static bool IsFailure(string result) => Failures.Contains(result);

    /// <summary>Null when the task runs, otherwise the result it gets without running.</summary>
    /// <param name="upstream">The ended tasks that it depends on, by key.</param>
    public static string? Verdict(JObject task, IReadOnlyDictionary<string, TaskSpan> upstream)
    {
        if (upstream.Count == 0)
            return null;

        foreach (var dependency in task.Objects("depends_on"))
            if (
                dependency.Text("outcome") is { } wanted
                && upstream.GetValueOrDefault(dependency.Text("task_key")!) is { Result: "SUCCESS" } span
                && span.Work?.Text("outcome") != wanted
            )
                return "EXCLUDED";

        // An excluded task counts as done well, but a task of which every upstream was excluded is excluded too.
        var results = upstream.Values.Select(span => span.Result).ToList();
        if (results.All(result => result == "EXCLUDED"))
            return "EXCLUDED";

        var failures = results.Count(IsFailure);
        var failed = results.Exists(result => result is "FAILED" or "TIMEDOUT" or "UPSTREAM_FAILED" or RunStates.InternalError)
            ? "UPSTREAM_FAILED"
            : "UPSTREAM_CANCELED";
        return task.Text("run_if") switch
        {
            "ALL_DONE" => null,
            "AT_LEAST_ONE_SUCCESS" => failures < results.Count ? null : failed,
            "AT_LEAST_ONE_FAILED" => failures > 0 ? null : "EXCLUDED",
            "ALL_FAILED" => failures == results.Count ? null : "EXCLUDED",
            _ => failures == 0 ? null : failed,
        };
    }
}
