using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The clusters, warehouses and pipelines that tasks name by id, which must be there.</summary>
internal sealed class JobReferences(CloudState state)
{
    private static readonly string[] OnWarehouses = ["sql_task", "notebook_task", "dbt_task"];

    private readonly Table clusters = state.Table(TableNames.Clusters);
    private readonly Table warehouses = state.Table(TableNames.Warehouses);
    private readonly Table pipelines = state.Table(TableNames.Pipelines);
    private readonly UnconfirmedRules unconfirmed = new(state);

    /// <exception cref="ApiError">400.</exception>
    public void Check(JObject settings)
    {
        foreach (var task in JobShapes.AllTasks(settings))
        {
            Check(task.Text("existing_cluster_id"), clusters, "Cluster {0} does not exist");
            if (unconfirmed.IsUsual(UnconfirmedRule.UnknownPipeline))
                Check(task.Object("pipeline_task")?.Text("pipeline_id"), pipelines, "The specified pipeline {0} was not found.");
            if (unconfirmed.IsUsual(UnconfirmedRule.UnknownWarehouse))
                foreach (var type in OnWarehouses)
                    Check(task.Object(type)?.Text("warehouse_id"), warehouses, "SQL warehouse {0} does not exist.");
        }
    }

    private static void Check(string? id, Table table, string otherwise)
    {
        // What is filled in when the task runs is not known before.
        if (id is not null && !id.Contains("{{", StringComparison.Ordinal))
            Require(table.Get(id) is not null, otherwise.Replace("{0}", id, StringComparison.Ordinal));
    }
}
