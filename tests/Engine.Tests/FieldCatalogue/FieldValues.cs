using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Two valid values for a field by its type, and the few fields that need something special.</summary>
internal static class FieldValues
{
    private const string Machine = """ "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 """;

    private const string Parameter = """{ "name": "zero", "text_value": { "value": "zero" } }""";

    private const string OnCluster = """{ "existing_cluster_id": "one" }""";

    private const string OfRun = "\"{{job.parameters.path}}\"";

    private const string EitherSource = "absolute in the workspace and relative in Git; what a run resolves is right in both";

    /// <summary>Values that the type does not tell.</summary>
    private static readonly (string Path, string First, string Second, string Because)[] Special =
    [
        ("node_type_id", "\"Standard_D8ds_v5\"", "\"Standard_D16ds_v5\"", "the service knows its machines"),
        ("driver_node_type_id", "\"Standard_D8ds_v5\"", "\"Standard_D16ds_v5\"", "the service knows its machines"),
        ("spark_version", "\"17.3.x-scala2.13\"", "\"15.4.x-scala2.12\"", "the service knows its runtimes"),
        ("schedule.quartz_cron_expression", "\"0 0 1 * * ?\"", "\"0 0 2 * * ?\"", "a cron expression is checked"),
        ("schedule.quartz_cron_schedule", "\"0 0 1 * * ?\"", "\"0 0 2 * * ?\"", "a cron expression is checked"),
        ("parent_path", "\"/Shared/one\"", "\"/Shared/two\"", "the service shows the whole path"),
        ("schedule.timezone_id", "\"UTC\"", "\"Europe/Berlin\"", "a time zone is checked"),
        ("run_as.user_name", "\"deployer@layercake.local\"", "\"other@layercake.local\"", "an identity of the workspace"),
        ("autoscale.max_workers", "13", "14", "not less than min_workers"),
        ("depends_on.task_key", "\"main\"", "\"other\"", "a task of the job"),
        ("notebook_task.notebook_path", OfRun, "\"/Shared/two\"", EitherSource),
        ("spark_python_task.python_file", OfRun, "\"/Shared/two\"", EitherSource),
        ("sql_task.file.path", OfRun, "\"/Shared/two\"", EitherSource),
        ("dbt_task.project_directory", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a folder of Git"),
        ("spark_jar_task.jar_uri", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a file of Git"),
        ("libraries.jar", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a file of Git"),
        ("libraries.whl", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a file of Git"),
        ("libraries.egg", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a file of Git"),
        ("libraries.requirements", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a file of Git"),
        ("libraries.notebook.path", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a notebook of Git"),
        ("libraries.file.path", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a file of Git"),
        ("root_path", "\"/Shared/one\"", "\"/Shared/two\"", "a relative path is a folder of Git"),
        ("dbt_task.commands", "[\"dbt run\"]", "[\"dbt run\", \"dbt test\"]", "a command starts with dbt"),
        ("enable_elastic_disk", "true", "false", "the cloud of the tests turns it on"),
        ("serialized_dashboard", Pages("one"), Pages("two"), "JSON in a text"),
        ("owner_user_name", "\"deployer@layercake.local\"", "\"other@layercake.local\"", "an identity of the workspace"),
        ("definition", Rules(1), Rules(2), "rules"),
        ("policy_family_id", "\"job-cluster\"", "\"power-user\"", "a family of the service"),
        ("policy_family_definition_overrides", Rules(1), Rules(2), "rules"),
        ("alert_task.workspace_path", "\"/Workspace/one\"", "\"/Workspace/two\"", "a path that begins with /Workspace"),
        ("init_scripts", """[{ "workspace": { "destination": "/a" } }]""", """[{ "workspace": { "destination": "/b" } }]""", "places"),
    ];

    /// <summary>What stands beside a field, or does not, by the end of its path; the longest one counts.</summary>
    private static readonly (string Path, string With, string[] Without, string Because)[] Neighbours =
    [
        ("instance_pool_id", "{}", ["node_type_id"], "a pool says which machines it has"),
        ("autoscale", "{}", ["num_workers"], "either gives the size"),
        ("new_cluster", "{}", ["existing_cluster_id"], "a task runs on one thing"),
        ("job_cluster_key", "{}", ["existing_cluster_id"], "a task runs on one thing"),
        ("min_num_clusters", """{ "max_num_clusters": 20 }""", [], "not more than max_num_clusters"),
        ("enable_serverless_compute", """{ "warehouse_type": "PRO" }""", [], "it needs the type PRO"),
        ("channel.dbsql_version", """{ "name": "CHANNEL_NAME_CUSTOM" }""", [], "only a channel of one's own names a version"),
        ("autoscale.min_workers", """{ "max_workers": 20 }""", [], "not more than max_workers"),
        ("alert_task.workspace_path", "{}", ["alert_id"], "a task names its alert once"),
        ("spark_python_task", OnCluster, [], "it needs compute"),
        ("spark_jar_task", OnCluster, [], "it needs compute"),
        ("spark_submit_task", $$"""{ "new_cluster": { {{Machine}} } }""", ["existing_cluster_id"], "it runs only on a cluster of its own"),
        ("python_wheel_task", OnCluster, [], "it needs compute"),
        ("parameters.numeric_value", "{}", ["text_value"], "a parameter has one value"),
        ("parameters.date_value", "{}", ["text_value"], "a parameter has one value"),
        ("parameters.date_range_value", "{}", ["text_value"], "a parameter has one value"),
        ("parameters.enum_value", "{}", ["text_value"], "a parameter has one value"),
        ("parameters.query_backed_value", "{}", ["text_value"], "a parameter has one value"),
        ("policy_family_id", "{}", ["definition"], "a family brings the rules"),
        ("policy_family_definition_overrides", """{ "policy_family_id": "job-cluster" }""", ["definition"], "they are of a family"),
    ];

    private static string Pages(string name) => $$"""
        "{ \"pages\": [{ \"name\": \"{{name}}\" }] }"
        """;

    private static string Rules(int workers) => $$"""{ "num_workers": { "type": "fixed", "value": {{workers}} } }""";

    public static string PatternOf(IReadOnlyList<CatalogueStep> steps) =>
        string.Join(
            '.',
            steps.Select((step, at) => step.Field.Type == FieldType.List && at < steps.Count - 1 ? $"{step.Name}[*]" : step.Name)
        );

    /// <summary>What every declaration has.</summary>
    public static JObject Root(CatalogueForm form, string name) =>
        form.Kind switch
        {
            "clusters" => JObject.Parse($$"""{ "cluster_name": "{{name}}", {{Machine}} }"""),
            "cluster-policies" => JObject.Parse($$"""{ "name": "{{name}}", "definition": {} }"""),
            "pipelines" => JObject.Parse($$"""{ "name": "{{name}}" }"""),
            "alerts" => JObject.Parse(
                $$"""
                {
                  "display_name": "{{name}}", "query_text": "zero", "warehouse_id": "zero",
                  "evaluation": { "source": { "name": "zero" }, "comparison_operator": "EQUAL" },
                  "schedule": { "quartz_cron_schedule": "0 0 3 * * ?", "timezone_id": "Europe/Paris" }
                }
                """
            ),
            "queries" => JObject.Parse($$"""{ "display_name": "{{name}}", "query_text": "zero" }"""),
            "dashboards" => JObject.Parse($$"""{ "display_name": "{{name}}", "serialized_dashboard": "{}" }"""),
            "warehouses" => JObject.Parse($$"""{ "name": "{{name}}", "cluster_size": "Small" }"""),
            "instance-pools" => JObject.Parse($$"""{ "instance_pool_name": "{{name}}", "node_type_id": "Standard_D4ds_v5" }"""),
            _ when form.IsSingleTask => JObject.Parse($$"""{ "name": "{{name}}", "existing_cluster_id": "zero" }"""),
            _ => JObject.Parse($$"""{ "name": "{{name}}" }"""),
        };

    /// <summary>The smallest object at a path.</summary>
    public static JObject Block(CatalogueForm form, string pattern) =>
        form == CatalogueForm.Queries && pattern == "parameters" ? JObject.Parse(Parameter)
        : EndsWith(pattern, "new_cluster") ? JObject.Parse($"{{ {Machine} }}")
        : pattern == "clusters" ? new JObject { ["label"] = "default" }
        : pattern == "tasks" ? new JObject { ["task_key"] = "zero" }
        : EndsWith(pattern, "alert_task") ? new JObject { ["alert_id"] = "zero" }
        : EndsWith(pattern, "spark_jar_task") ? new JObject { ["main_class_name"] = "zero" }
        : EndsWith(pattern, "evaluation.source") || EndsWith(pattern, "threshold.column") ? new JObject { ["name"] = "zero" }
        : EndsWith(pattern, "for_each_task.task") ? new JObject { ["task_key"] = "inner" }
        : [];

    /// <remarks>Its path is absolute, so it must not be taken for one of the job's Git repository.</remarks>
    public static JObject Task(string key) =>
        JObject.Parse($$"""{ "task_key": "{{key}}", "notebook_task": { "notebook_path": "/Shared/x", "source": "WORKSPACE" } }""");

    public static JObject JobCluster(string key) =>
        JObject.Parse($$"""{ "job_cluster_key": "{{key}}", "new_cluster": { {{Machine}} } }""");

    /// <param name="rule">Of the field or of the nearest field above it.</param>
    public static JToken Of(string pattern, FieldSchema field, FieldRule? rule, int which)
    {
        var special = Special.FirstOrDefault(one => EndsWith(pattern, one.Path));
        if (special.Path is not null)
            return JToken.Parse(which == 0 ? special.First : special.Second);
        if (field.Values.Count > 0)
            return Ordered(field, rule)[which];
        if (field.Type == FieldType.Flag)
            return IsOnByDefault(rule) ? which == 0 : which == 1;

        var text = which == 0 ? "one" : "two";
        return field.Type switch
        {
            FieldType.Whole => 11 + which,
            FieldType.Number => 0.5 + which,
            FieldType.List => new JArray(Enumerable.Range(0, which + 1).Select(at => at == 0 ? "one" : "two")),
            FieldType.TextMap or FieldType.Object => new JObject { ["key"] = text },
            _ => text,
        };
    }

    /// <summary>What the service fills in comes first, so that the move from it and the move back to it are tried.</summary>
    private static string[] Ordered(FieldSchema field, FieldRule? rule)
    {
        var isFilledIn = (string value) => rule?.Values.Contains(value, JToken.EqualityComparer) == true;
        return [.. field.Values.OrderByDescending(isFilledIn).Append("ANOTHER")];
    }

    private static bool IsOnByDefault(FieldRule? rule) => rule?.Values is [JValue { Value: true }];

    public static void Adjust(string pattern, JObject holder)
    {
        foreach (var (_, with, without, _) in Neighbours.Where(one => EndsWith(pattern, one.Path)))
        {
            foreach (var name in without)
                holder.Remove(name);
            foreach (var property in JObject.Parse(with).Properties().Where(property => !holder.ContainsKey(property.Name)))
                holder.Add(property);
        }
    }

    private static bool EndsWith(string pattern, string path)
    {
        var plain = pattern.Replace("[*]", "", StringComparison.Ordinal);
        return plain == path || plain.EndsWith("." + path, StringComparison.Ordinal);
    }
}
