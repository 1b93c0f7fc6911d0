using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What was said beforehand to come of tasks, in the table <c>run-outcomes</c> and by the admin calls of that name.</summary>
/// <remarks>
/// By <c>job name/task_key</c> or <c>*</c>, as
/// <c>{"result_state","error","error_trace","exit_value","logs","info","duration_ms","task_values"}</c>, each
/// optional. Without one, a Python notebook is executed, and everything else succeeds.
/// </remarks>
internal sealed class RunOutcomes(CloudState state) : IEndpoints
{
    public static readonly string[] Texts = ["error", "error_trace", "exit_value", "logs", "info"];

    private static readonly string[] Results =
    [
        "SUCCESS",
        "FAILED",
        "TIMEDOUT",
        "CANCELED",
        "EXCLUDED",
        "UPSTREAM_FAILED",
        "UPSTREAM_CANCELED",
        RunStates.InternalError,
    ];

    private static readonly string[] Known = [.. Texts, "task", "result_state", "duration_ms", "task_values"];

    private readonly Table outcomes = state.Table("run-outcomes");

    public JObject? For(string jobName, string taskKey) => outcomes.Get($"{jobName}/{taskKey}") ?? outcomes.Get("*");

    public void Map(RouteTable routes)
    {
        Add("GET", _ => new JObject(outcomes.All().Select(entry => new JProperty(entry.Key, entry.Value))));
        Add("POST", Put);
        Add(
            "DELETE",
            _ =>
            {
                outcomes.Clear();
                return [];
            }
        );

        void Add(string method, Func<ApiRequest, JObject> endpoint) =>
            routes.AddAdmin(method, "/run-outcomes", endpoint);
    }

    private JObject Put(ApiRequest request)
    {
        var task = request.RequiredText("task");
        JobChecks.Require(task == "*" || task.Contains('/', StringComparison.Ordinal), "task is job name/task_key, or * for all.");
        if (request.Parameters.Properties().FirstOrDefault(field => !Known.Contains(field.Name)) is { } unknown)
            throw ApiError.InvalidParameter($"There is no field {unknown.Name}; known are {string.Join(", ", Known)}.");

        JobChecks.Require(
            request.Text("result_state") is not { } result || Results.Contains(result),
            $"result_state is one of: {string.Join(", ", Results)}."
        );
        var outcome = request.Parameters.Copy();
        outcome.Remove("task");
        outcomes.Put(task, outcome);
        return [];
    }
}
