using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checks;

public sealed class RobustnessTests
{
    private const string Job = """
        {
          "name": "j",
          "schedule": { "quartz_cron_expression": "0 0 * * * ?", "timezone_id": "UTC" },
          "run_as": { "user_name": "a" },
          "git_source": { "git_url": "u", "git_provider": "github" },
          "tags": { "a": "b" },
          "max_concurrent_runs": 1,
          "email_notifications": { "on_start": ["a@b.example"] },
          "webhook_notifications": { "on_start": [{ "id": "1" }] },
          "job_clusters": [{
            "job_cluster_key": "main",
            "new_cluster": {
              "spark_version": "x",
              "node_type_id": "n",
              "autoscale": { "min_workers": 1, "max_workers": 2 },
              "autotermination_minutes": 10,
              "custom_tags": { "a": "b" },
              "init_scripts": [{ "workspace": { "destination": "/x" } }],
              "ssh_public_keys": ["k"],
              "spark_conf": { "a": "b" }
            }
          }],
          "tasks": [
            {
              "task_key": "a",
              "depends_on": [{ "task_key": "b", "outcome": "true" }],
              "job_cluster_key": "main",
              "dbt_task": { "commands": ["dbt run"] },
              "libraries": [{ "whl": "/x" }],
              "max_retries": 1
            },
            {
              "task_key": "b",
              "for_each_task": {
                "inputs": "[]",
                "concurrency": 1,
                "task": { "task_key": "c", "sql_task": { "warehouse_id": "w", "query": { "query_id": "q" } } }
              }
            }
          ]
        }
        """;

    private static readonly string[] Values =
    [
        "null",
        "true",
        "-1",
        "1.5",
        "123456789012345678901234567890",
        "\"x\"",
        "\"\"",
        "[]",
        "[null]",
        "{}",
        "[[1], {}]",
    ];

    /// <summary>No value of any type, wherever it stands, makes the checks themselves fail.</summary>
    [Fact]
    public void Any_value_may_stand_anywhere()
    {
        Assert.DoesNotContain(Checked.File("jobs/j.json", Job), finding => !finding.Contains("JOB015", StringComparison.Ordinal));

        var places = JObject
            .Parse(Job)
            .Descendants()
            .Where(token => token is not JProperty && token.Path != "name")
            .Select(token => token.Path)
            .Distinct()
            .ToList();
        foreach (var place in places)
            foreach (var value in Values)
            {
                var document = JObject.Parse(Job);
                document.SelectToken(place)!.Replace(JToken.Parse(value));
                Checked.File("jobs/j.json", document.ToString());
            }

        Assert.True(places.Count > 50);
    }
}
