using System.Text;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The parameters of one run: the job's own with their values, or the older lists by kind of task.</summary>
/// <param name="Overriding">Null when none of the older ones was given.</param>
internal sealed record RunParameters(JArray Job, JObject? Overriding)
{
    private static readonly string[] ByKind =
    [
        "notebook_params",
        "jar_params",
        "python_params",
        "python_named_params",
        "spark_submit_params",
        "sql_params",
        "dbt_commands",
        "pipeline_params",
    ];

    /// <param name="declared">The job's <c>parameters</c>.</param>
    public static RunParameters Of(ApiRequest request, IEnumerable<JObject> declared)
    {
        var overriding = new JObject();
        foreach (var name in ByKind)
            if (request.Parameters[name] is { Type: not JTokenType.Null } value)
            {
                var bytes = Encoding.UTF8.GetByteCount(value.ToString(Formatting.None));
                JobChecks.Require(bytes <= 10_000, $"The JSON representation of {name} must not be larger than 10000 bytes.");
                overriding[name] = value.DeepClone();
            }

        var given = request.Parameters["job_parameters"] as JObject ?? [];
        JobChecks.Require(
            given.Count == 0 || overriding.Count == 0,
            "job_parameters cannot be used together with notebook_params and the other parameters by task type."
        );
        return new RunParameters(Values(declared.ToList(), given), overriding.Count > 0 ? overriding : null);
    }

    private static JArray Values(IReadOnlyList<JObject> declared, JObject given)
    {
        var known = declared.Select(parameter => parameter.Text("name") ?? "").ToHashSet(StringComparer.Ordinal);
        var values = declared.Select(parameter => new JObject
        {
            ["name"] = parameter["name"],
            ["default"] = parameter["default"],
            ["value"] = given[parameter.Text("name") ?? ""] ?? parameter["default"],
        });
        var more = given
            .Properties()
            .Where(parameter => !known.Contains(parameter.Name))
            .Select(parameter => new JObject { ["name"] = parameter.Name, ["value"] = parameter.Value });
        return new JArray(values.Concat(more));
    }
}
