using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>Makes the requests that start runs.</summary>
public static class RunOrders
{
    private const string TaskKey = "notebook";

    /// <summary>A one-time run of a notebook, without compute of its own when neither cluster is given.</summary>
    /// <param name="path">Its place in the workspace.</param>
    /// <param name="name">What the run is called.</param>
    /// <param name="clusterId">Of a cluster that exists.</param>
    /// <param name="jobCluster">Of a cluster that lives for this run.</param>
    /// <param name="timeout">The time limit; zero for none.</param>
    public static RunOrder Notebook(
        string subject,
        string path,
        string name,
        IReadOnlyDictionary<string, string> parameters,
        string? clusterId,
        JObject? jobCluster,
        TimeSpan timeout
    )
    {
        var notebook = new JObject { ["notebook_path"] = path, ["source"] = "WORKSPACE" };
        if (parameters.Count > 0)
            notebook["base_parameters"] = Object(parameters);
        var task = new JObject { ["task_key"] = TaskKey, ["notebook_task"] = notebook };
        if (clusterId is not null)
            task["existing_cluster_id"] = clusterId;
        if (jobCluster is not null)
            task["new_cluster"] = jobCluster.DeepClone();

        var body = new JObject { ["run_name"] = name, ["tasks"] = new JArray(task) };
        if (timeout > TimeSpan.Zero)
            body["timeout_seconds"] = (long)timeout.TotalSeconds;
        return new RunOrder { Subject = subject, Body = body };
    }

    /// <summary>A run of a job. A job with declared parameters accepts only those; other jobs pass them to their notebooks.</summary>
    /// <param name="job">As the Jobs API gives it.</param>
    public static RunOrder Job(JObject job, IReadOnlyDictionary<string, string> parameters, ICollection<Finding> findings)
    {
        var name = (string?)job.SelectToken("settings.name") ?? "";
        var declared = (job.SelectToken("settings.parameters") ?? new JArray())
            .Select(parameter => (string?)parameter["name"] ?? "")
            .ToList();
        if (declared.Count > 0)
            foreach (var unknown in parameters.Keys.Except(declared))
                findings.Add(
                    new Finding
                    {
                        Severity = Severity.Error,
                        Code = "RUN008",
                        Message =
                            $"--parameters={unknown}=…: the job {name} has no parameter "
                            + $"{unknown}.{NameSuggestion.Suggest(unknown, declared)} Its parameters: {string.Join(", ", declared)}.",
                    }
                );

        var body = new JObject();
        if (parameters.Count > 0)
            body[declared.Count > 0 ? "job_parameters" : "notebook_params"] = Object(parameters);
        return new RunOrder
        {
            Subject = name,
            JobId = (long)job["job_id"]!,
            Body = body,
        };
    }

    private static JObject Object(IReadOnlyDictionary<string, string> parameters) =>
        new(parameters.Select(parameter => new JProperty(parameter.Key, parameter.Value)));
}
