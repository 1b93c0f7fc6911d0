using System.Globalization;
using System.Net;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Pipelines;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>The workspace as its own interface shows it, and hand edits by that interface.</summary>
internal sealed class CatalogueCloud(TestWorkspace workspace)
{
    /// <summary>What the fields of jobs and clusters name, each three times.</summary>
    private static readonly (string Kind, string Path, string IdField, string Spec)[] Named =
    [
        ("clusters", "2.1/clusters/create", "cluster_id", Samples.Cluster("NAME")),
        ("jobs", "2.2/jobs/create", "job_id", """{ "name": "NAME" }"""),
        (
            "instance-pools",
            "2.0/instance-pools/create",
            "instance_pool_id",
            """{ "instance_pool_name": "NAME", "node_type_id": "Standard_D4ds_v5" }"""
        ),
        ("cluster-policies", "2.0/policies/clusters/create", "policy_id", """{ "name": "NAME", "definition": "{}" }"""),
        ("warehouses", "2.0/sql/warehouses", "id", """{ "name": "NAME", "cluster_size": "2X-Small" }"""),
        ("pipelines", "2.0/pipelines", "pipeline_id", """{ "name": "NAME", "catalog": "main" }"""),
        ("queries", "2.0/sql/queries", "id", """{ "query": { "display_name": "NAME", "query_text": "select 1" } }"""),
        ("alerts", "2.0/alerts", "id", Samples.Alert("NAME", "w")),
        ("legacy-alerts", "2.0/sql/alerts", "id", """{ "alert": { "display_name": "NAME", "query_id": "QUERY" } }"""),
        ("dashboards", "2.0/lakeview/dashboards", "dashboard_id", """{ "display_name": "NAME" }"""),
        (
            "notification-destinations",
            "2.0/notification-destinations",
            "id",
            """{ "display_name": "NAME", "config": { "email": { "addresses": ["NAME@contoso.example"] } } }"""
        ),
    ];

    /// <summary>Whom jobs run as.</summary>
    private static readonly (string People, string Field, string Name)[] People =
    [
        ("Users", "userName", "deployer@layercake.local"),
        ("Users", "userName", "other@layercake.local"),
        ("ServicePrincipals", "applicationId", "one"),
        ("ServicePrincipals", "applicationId", "two"),
        ("Groups", "displayName", "one"),
        ("Groups", "displayName", "two"),
    ];

    private readonly Dictionary<(string Kind, string Name), string> ids = [];
    private readonly Dictionary<string, string> names = [];
    private readonly CatalogueContent contents = new(workspace.Cloud);

    /// <summary>Makes what the fields name.</summary>
    public async Task SurroundAsync()
    {
        foreach (var (kind, path, idField, spec) in Named)
            foreach (var name in new[] { "zero", "one", "two" })
            {
                var body = spec.Replace("NAME", name, StringComparison.Ordinal)
                    .Replace("QUERY", ids.GetValueOrDefault(("queries", name)), StringComparison.Ordinal);
                var id = Text((await workspace.Cloud.PostAsync($"/api/{path}", JObject.Parse(body)))[idField]!);
                (ids[(kind, name)], names[id]) = (id, name);
            }

        foreach (var (people, field, name) in People)
            await workspace.Cloud.PostAsync($"/api/2.0/preview/scim/v2/{people}", new JObject { [field] = name });
    }

    /// <summary>What the service shows of every object, by kind and name, with names in the place of ids.</summary>
    public async Task<IReadOnlyDictionary<string, JObject>> StatesAsync()
    {
        var states = new Dictionary<string, JObject>(StringComparer.Ordinal);
        foreach (var pool in CatalogueListing.In(await workspace.Cloud.GetAsync("/api/2.0/instance-pools/list"), "instance_pools"))
            states[$"instance-pools.{pool["instance_pool_name"]}"] = WithNames(pool);
        foreach (var policy in CatalogueListing.In(await workspace.Cloud.GetAsync("/api/2.0/policies/clusters/list"), "policies"))
        {
            var state = WithNames(policy);
            PolicyDocument.Open(state, file: null);
            states[$"cluster-policies.{policy["name"]}"] = state;
        }

        foreach (var cluster in CatalogueListing.In(await workspace.Cloud.GetAsync("/api/2.0/clusters/list"), "clusters"))
            states[$"clusters.{cluster["cluster_name"]}"] = WithNames(cluster);
        foreach (var warehouse in CatalogueListing.In(await workspace.Cloud.GetAsync("/api/2.0/sql/warehouses"), "warehouses"))
            states[$"warehouses.{warehouse["name"]}"] = warehouse;
        foreach (var pipeline in await PipelinesAsync())
        {
            var state = WithNames(PipelineAnswer.Settings(pipeline));
            if ((string?)state["storage"] == $"dbfs:/pipelines/{pipeline["pipeline_id"]}")
                state["storage"] = "what the service gives each";
            state["pipeline_id"] = pipeline["pipeline_id"];
            states[$"pipelines.{pipeline["name"]}"] = state;
        }

        foreach (var (asset, content) in await contents.StatesAsync())
            states[asset] = WithNames(content);

        for (string? page = "", more = ""; page is not null; more = $"&page_token={page}")
        {
            var answer = await workspace.Cloud.GetAsync($"/api/2.2/jobs/list?expand_tasks=true&limit=100{more}");
            foreach (var job in CatalogueListing.In(answer, "jobs"))
                states[$"jobs.{job["settings"]!["name"]}"] = Settings(job);

            page = (string?)answer["next_page_token"];
        }

        return states;
    }

    /// <summary>Writes an object as people do, by the service's own interface.</summary>
    /// <returns>False when the service refuses it.</returns>
    public async Task<bool> TryEditAsync(CatalogueField field, JObject declaration, JObject state)
    {
        var sent = AssetReferences.Translate(
            field.Kind,
            declaration,
            reference => ids.GetValueOrDefault((reference.To, reference.Value))
        );
        try
        {
            switch (field.Kind)
            {
                case "jobs":
                    // Whoever edits a job in the UI keeps its queueing.
                    if (!field.Form.IsSingleTask && !sent.ContainsKey("queue") && field.Steps[0].Name != "queue")
                        sent["queue"] = state["queue"];
                    await workspace.Cloud.PostAsync(
                        $"/api/{(field.Form.IsSingleTask ? "2.0" : "2.2")}/jobs/reset",
                        new JObject { ["job_id"] = state["job_id"], ["new_settings"] = sent }
                    );
                    break;
                case "clusters":
                    sent["cluster_id"] = state["cluster_id"];
                    await workspace.Cloud.PostAsync("/api/2.1/clusters/edit", sent);
                    break;
                case "cluster-policies":
                    sent["policy_id"] = state["policy_id"];
                    await workspace.Cloud.PostAsync("/api/2.0/policies/clusters/edit", PolicyDocument.Written(sent));
                    break;
                case var kind when CatalogueContent.Has(kind):
                    await contents.EditAsync(kind, sent, state);
                    break;
                case "pipelines":
                    await workspace.Cloud.CallAsync("PUT", $"/api/2.0/pipelines/{state["pipeline_id"]}", sent);
                    break;
                case "warehouses":
                    await workspace.Cloud.PostAsync($"/api/2.0/sql/warehouses/{state["id"]}/edit", sent);
                    break;
                default:
                    sent["instance_pool_id"] = state["instance_pool_id"];
                    await workspace.Cloud.PostAsync("/api/2.0/instance-pools/edit", sent);
                    break;
            }

            return true;
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.BadRequest)
        {
            return false;
        }
    }

    /// <summary>The way in which the service shows it, in the shape of its declaration.</summary>
    public static JObject Shaped(CatalogueField field, JObject state) =>
        field.Form.IsSingleTask ? JobShape.AsSingleTask(state) : state;

    private Task<IReadOnlyList<JObject>> PipelinesAsync() =>
        CatalogueListing.EachAsync(workspace.Cloud, "/api/2.0/pipelines", "max_results=100", "statuses", "pipeline_id");

    private JObject Settings(JObject job)
    {
        var settings = WithNames((JObject)job["settings"]!);
        settings["job_id"] = job["job_id"];
        settings["creator_user_name"] = job["creator_user_name"];
        return settings;
    }

    private JObject WithNames(JObject document)
    {
        var copy = (JObject)document.DeepClone();
        foreach (var value in copy.Descendants().OfType<JValue>().ToList())
            if (names.TryGetValue(Text(value), out var name))
                value.Value = name;

        return copy;
    }

    private static string Text(JToken value) => ((JValue)value).ToString(CultureInfo.InvariantCulture);
}
