using Files = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace Layercake.Sweeping;

/// <summary>Small repositories of assets, with all that makes a deployment interesting in them.</summary>
public static class Projects
{
    /// <summary>
    /// Each kind, files and notebooks side by side, jobs that name clusters and each other in a circle, permissions of some.
    /// </summary>
    public static Files First { get; } =
        new Dictionary<string, string>
        {
            ["init-scripts/install.sh"] = "echo 1\n",
            ["init-scripts/gone.sh"] = "echo gone\n",
            ["clusters/etl.json"] = Cluster("etl", $""" "init_scripts": [ "install.sh" ], {ForAll("CAN_RESTART")} """),
            ["clusters/gone.json"] = Cluster("gone"),
            ["notebooks/load.py"] = Notebook("print(1)"),
            ["notebooks/sub/counts.sql"] = "-- Databricks notebook source\nselect 1\n",
            ["notebooks/sub/gone.py"] = Notebook("print('gone')"),
            ["notebooks/helper.py"] = "def help():\n    return 1\n",
            ["notebooks/plain.txt"] = "plain\n",
            ["jobs/nightly.json"] = Job(
                "nightly",
                Task("etl"),
                """ "schedule": { "quartz_cron_expression": "0 0 3 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED" },"""
                    + ForAll("CAN_VIEW")
            ),
            ["jobs/ping.json"] = Job("ping", """{ "task_key": "next", "run_job_task": { "job_id": "pong" } }"""),
            ["jobs/pong.json"] = Job("pong", """{ "task_key": "next", "run_job_task": { "job_id": "ping" } }"""),
            ["jobs/gone.json"] = Job("gone", Task("gone"), ForAll("CAN_VIEW")),
            ["permissions/sub.json"] = $$"""{ "object": "notebooks/sub", {{ForAll("CAN_READ")}} }""",
        };

    /// <summary>
    /// A change in every kind, a permission list that left its file, a file that became a notebook, something new; nothing is missing.
    /// </summary>
    public static Files Second { get; } =
        new Dictionary<string, string>(First)
        {
            ["init-scripts/install.sh"] = "echo 2\n",
            ["init-scripts/new.sh"] = "echo new\n",
            ["clusters/etl.json"] = Cluster("etl", """ "init_scripts": [ "install.sh" ], "autotermination_minutes": 20 """),
            ["clusters/new.json"] = Cluster("new"),
            ["notebooks/load.py"] = Notebook("print(2)"),
            ["notebooks/helper.py"] = Notebook("print('a notebook now')"),
            ["notebooks/new.py"] = Notebook("print('new')"),
            ["jobs/nightly.json"] = Job("nightly", Task("new"), $""" "max_concurrent_runs": 2, {ForAll("CAN_MANAGE_RUN")} """),
            ["jobs/new.json"] = Job("new", Task("etl")),
        };

    /// <summary>The first without what is called gone.</summary>
    public static Files Less { get; } = WithoutGone(First);

    /// <summary>The kinds that the first does not have, and what names them.</summary>
    public static Files Others { get; } =
        new Dictionary<string, string>
        {
            ["instance-pools/small.json"] = Pool("small"),
            ["instance-pools/gone.json"] = Pool("gone"),
            ["clusters/pooled.json"] =
                """{ "cluster_name": "pooled", "spark_version": "16.4.x-scala2.12", "instance_pool_id": "small", "num_workers": 1 }""",
            ["secret-scopes/app.json"] = """{ "name": "app", "acls": [ { "principal": "users", "permission": "READ" } ] }""",
            ["notification-destinations/team.json"] = Destination("team", "one@contoso.example"),
            ["notification-destinations/gone.json"] = Destination("gone", "gone@contoso.example"),
            ["notebooks/load.py"] = Notebook("print(1)"),
            ["jobs/told.json"] = Job("told", Task("pooled"), """ "webhook_notifications": { "on_failure": [ { "id": "team" } ] } """),
            ["queries/top.json"] = $$"""{ "display_name": "top", {{ForAll("CAN_RUN")}} }""",
            ["queries/top.sql"] = "select 1\n",
            ["queries/gone.json"] = """{ "display_name": "gone" }""",
            ["queries/gone.sql"] = "select 'gone'\n",
            ["dashboards/sales.json"] = """{ "display_name": "sales", "publish": { "embed_credentials": false } }""",
            ["dashboards/sales.lvdash.json"] = Page("one"),
            ["dashboards/gone.json"] = """{ "display_name": "gone" }""",
            ["dashboards/gone.lvdash.json"] = Page("gone"),
        };

    /// <summary>A change in each of them; the pool, which cannot change, is made anew, and its cluster follows.</summary>
    public static Files OthersSecond { get; } =
        new Dictionary<string, string>(Others)
        {
            ["instance-pools/small.json"] = Pool("small", "Standard_D8ds_v5"),
            ["secret-scopes/app.json"] = """{ "name": "app", "acls": [ { "principal": "users", "permission": "WRITE" } ] }""",
            ["notification-destinations/team.json"] = Destination("team", "two@contoso.example"),
            ["queries/top.sql"] = "select 2\n",
            ["queries/new.json"] = """{ "display_name": "new", "parent_path": "below" }""",
            ["queries/new.sql"] = "select 'new'\n",
            ["dashboards/sales.lvdash.json"] = Page("two"),
        };

    public static Files OthersLess { get; } = WithoutGone(Others);

    public static string Cluster(string name, string more = "") =>
        $$"""{ "cluster_name": "{{name}}", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5","""
        + $$""" "num_workers": 1{{Also(more)}} }""";

    private static string Pool(string name, string nodeType = "Standard_D4ds_v5") =>
        $$"""{ "instance_pool_name": "{{name}}", "node_type_id": "{{nodeType}}", "min_idle_instances": 0 }""";

    private static string Destination(string name, string address) =>
        $$"""{ "display_name": "{{name}}", "config": { "email": { "addresses": [ "{{address}}" ] } } }""";

    private static string Page(string name) => $$"""{ "pages": [ { "name": "{{name}}", "displayName": "{{name}}" } ] }""";

    private static Dictionary<string, string> WithoutGone(Files files) =>
        files.Where(file => !file.Key.Contains("gone", StringComparison.Ordinal)).ToDictionary();

    public static string Job(string name, string task, string more = "") =>
        $$"""{ "name": "{{name}}"{{Also(more)}}, "tasks": [ {{task}} ] }""";

    /// <summary>The permission list that gives all users something.</summary>
    private static string ForAll(string level) =>
        $$""" "access_control_list": [ { "group_name": "users", "permission_level": "{{level}}" } ]""";

    public static string Task(string cluster, string notebook = "load") =>
        $$"""{ "task_key": "main", "existing_cluster_id": "{{cluster}}", "notebook_task": { "notebook_path": "{{notebook}}" } }""";

    public static string Notebook(string body) => $"# Databricks notebook source\n{body}\n";

    private static string Also(string more) => more.Length == 0 ? "" : ", " + more;
}
