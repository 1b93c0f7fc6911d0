using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>A task does exactly one thing; which things there are grows, so any object of such a name is one.</summary>
internal static class TaskTypes
{
    public static void Check(JObject task)
    {
        var types = task.Properties()
            .Where(property => property.Value is JObject && property.Name.EndsWith("_task", StringComparison.Ordinal))
            .Select(property => property.Name)
            .ToList();
        var given = types.Count == 0 ? "none" : string.Join(", ", types);
        Require(types.Count == 1, $"Task '{task["task_key"]}' must have exactly one task type, but has: {given}.");
    }
}
