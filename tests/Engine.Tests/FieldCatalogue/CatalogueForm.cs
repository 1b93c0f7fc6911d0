using Layercake.Engine.Kinds.Alerts;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Dashboards;
using Layercake.Engine.Kinds.InstancePools;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Pipelines;
using Layercake.Engine.Kinds.Queries;
using Layercake.Engine.Kinds.Warehouses;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>What the objects of some fields look like: the kind, and of jobs whether they have tasks or are one task.</summary>
/// <param name="Title">As the table says it.</param>
internal sealed record CatalogueForm(string Title, JsonKind Described, bool IsSingleTask = false)
{
    private static readonly string[] SqlWork = ["query", "file", "alert", "dashboard"];

    public static CatalogueForm Clusters { get; } = new("clusters", new ClusterKind());

    public static CatalogueForm InstancePools { get; } = new("instance-pools", new InstancePoolKind());

    public static CatalogueForm ClusterPolicies { get; } = new("cluster-policies", new ClusterPolicyKind());

    public static CatalogueForm Jobs { get; } = new("jobs", new JobKind());

    /// <summary>What stands in a task otherwise is at the top.</summary>
    public static CatalogueForm SingleTaskJobs { get; } = Jobs with { Title = "jobs (single task)", IsSingleTask = true };

    public static CatalogueForm Warehouses { get; } = new("warehouses", new WarehouseKind());

    public static CatalogueForm Pipelines { get; } = new("pipelines", new PipelineKind(development: null));

    public static CatalogueForm Alerts { get; } = new("alerts", new AlertKind("/Shared/app/alerts"));

    public static CatalogueForm Queries { get; } = new("queries", new QueryKind("/Shared/app/queries"));

    public static CatalogueForm Dashboards { get; } = new("dashboards", new DashboardKind("/Shared/app/dashboards"));

    public static IReadOnlyList<CatalogueForm> All { get; } =
        [InstancePools, ClusterPolicies, Clusters, Warehouses, Alerts, Pipelines, Jobs, Queries, Dashboards];

    public string Kind => Described.Name;

    public bool IsName(IReadOnlyList<CatalogueStep> steps) => steps.Count == 1 && steps[0].Name == Described.NameField;

    /// <summary>Every leaf of every schema, each once.</summary>
    public static IEnumerable<(CatalogueForm Form, IReadOnlyList<CatalogueStep> Steps)> Leaves()
    {
        foreach (var form in All)
            foreach (var steps in SchemaLeaves.Of(form.Described.Rules.Schema))
                yield return (form == Jobs && JobShape.MovesIntoTask(steps[0].Name) ? SingleTaskJobs : form, steps);
    }

    /// <summary>Adds what any object of the form needs to be accepted, beside the field that it is there for.</summary>
    public JObject Complete(JObject declaration, string pattern)
    {
        if (Kind != "jobs")
            return declaration;
        if (IsSingleTask)
            return Working(declaration);

        var tasks = (declaration["tasks"] as JArray ?? []).Cast<JObject>().Select(Working);
        declaration["tasks"] = new JArray(tasks.Append(FieldValues.Task("main")).Append(FieldValues.Task("other")));
        if (pattern.StartsWith("tasks", StringComparison.Ordinal) && pattern.EndsWith(".job_cluster_key", StringComparison.Ordinal))
            declaration["job_clusters"] = new JArray(FieldValues.JobCluster("one"), FieldValues.JobCluster("two"));

        return declaration;
    }

    /// <summary>Gives a task, and the one inside it, one thing to do.</summary>
    private static JObject Working(JObject task)
    {
        if (!task.Properties().Any(property => property.Name.EndsWith("_task", StringComparison.Ordinal)))
            task["notebook_task"] = FieldValues.Task("")["notebook_task"];
        if (task["sql_task"] is JObject sql && !SqlWork.Any(sql.ContainsKey))
            sql["dashboard"] = new JObject { ["dashboard_id"] = "zero" };
        if ((task["for_each_task"] as JObject)?["task"] is JObject inner)
            Working(inner);

        return task;
    }
}
