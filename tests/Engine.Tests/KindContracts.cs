using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The kinds, each with what <see cref="KindContractTests"/> and <see cref="KindContractFaultTests"/> need to try it.</summary>
internal static class KindContracts
{
    /// <summary>Kind, name, file, first content, changed content, and the calls that change and delete it by hand.</summary>
    public static TheoryData<Contract> All =>
        new()
        {
            new Contract(
                "libraries",
                "requirements.txt",
                "libraries/requirements.txt",
                "requests==2.31.0\n",
                "requests==2.32.0\n",
                (workspace, path) => Import(workspace, path["/Workspace".Length..], "by hand\n", "AUTO"),
                (workspace, path) => Delete(workspace, path["/Workspace".Length..])
            )
            {
                KeepsEarlier = true,
            },
            new Contract(
                "init-scripts",
                "install.sh",
                "init-scripts/install.sh",
                "echo 1\n",
                "echo 2\n",
                (workspace, _) => Import(workspace, "/Shared/app/init-scripts/install.sh", "echo by hand\n", "AUTO"),
                (workspace, _) => Delete(workspace, "/Shared/app/init-scripts/install.sh")
            ),
            new Contract(
                "instance-pools",
                "etl",
                "instance-pools/etl.json",
                Pool(idle: 0),
                Pool(idle: 1),
                (workspace, id) =>
                    workspace.Cloud.PostAsync(
                        "/api/2.0/instance-pools/edit",
                        With(JObject.Parse(Pool(idle: 0)), "instance_pool_id", id, "max_capacity", 7)
                    ),
                (workspace, id) => workspace.Cloud.PostAsync("/api/2.0/instance-pools/delete", new JObject { ["instance_pool_id"] = id })
            )
            {
                Creates = "/api/2.0/instance-pools/create",
                Recreated = Pool(idle: 0).Replace("D4ds", "E8ds", StringComparison.Ordinal),
                Part = ("instance-pools/etl.json", WithList(Pool(idle: 0), "CAN_ATTACH_TO")),
            },
            new Contract(
                "cluster-policies",
                "etl",
                "cluster-policies/etl.json",
                Policy(most: 4),
                Policy(most: 5),
                (workspace, id) =>
                    workspace.Cloud.PostAsync(
                        "/api/2.0/policies/clusters/edit",
                        new JObject
                        {
                            ["policy_id"] = id,
                            ["name"] = "etl",
                            ["definition"] = """{ "num_workers": { "type": "range", "maxValue": 9 } }""",
                        }
                    ),
                (workspace, id) => workspace.Cloud.PostAsync("/api/2.0/policies/clusters/delete", new JObject { ["policy_id"] = id })
            )
            {
                Creates = "/api/2.0/policies/clusters/create",
                Part = ("cluster-policies/etl.json", WithList(Policy(most: 4), "CAN_USE")),
            },
            new Contract(
                "clusters",
                "etl",
                "clusters/etl.json",
                Samples.Cluster("etl"),
                Samples.Cluster("etl", """ "autotermination_minutes": 20 """),
                async (workspace, id) =>
                    await (await Later(workspace)).PostAsync(
                        "/api/2.1/clusters/edit",
                        With(JObject.Parse(Samples.Cluster("etl")), "cluster_id", id, "custom_tags", new JObject { ["by"] = "hand" })
                    ),
                (workspace, id) => workspace.Cloud.PostAsync("/api/2.1/clusters/permanent-delete", new JObject { ["cluster_id"] = id })
            )
            {
                Creates = "/api/2.1/clusters/create",
                Part = ("clusters/etl.json", WithList(Samples.Cluster("etl"), "CAN_RESTART")),
            },
            new Contract(
                "warehouses",
                "bi",
                "warehouses/bi.json",
                Warehouse(minutes: 20),
                Warehouse(minutes: 30),
                (workspace, id) =>
                    workspace.Cloud.PostAsync($"/api/2.0/sql/warehouses/{id}/edit", new JObject { ["max_num_clusters"] = 7 }),
                (workspace, id) => workspace.Cloud.CallAsync("DELETE", $"/api/2.0/sql/warehouses/{id}")
            )
            {
                Creates = "/api/2.0/sql/warehouses",
                Part = ("warehouses/bi.json", WithList(Warehouse(minutes: 20), "CAN_USE")),
            },
            new Contract(
                "notebooks",
                "a/b/load.py",
                "notebooks/a/b/load.py",
                Samples.Notebook(),
                Samples.Notebook("print(2)"),
                (workspace, _) => Import(workspace, "/Shared/app/notebooks/a/b/load", Samples.Notebook("print('by hand')"), "SOURCE"),
                (workspace, _) => Delete(workspace, "/Shared/app/notebooks/a/b/load")
            )
            {
                Part = ("permissions/load.json", WithList("""{ "object": "notebooks/a/b/load" }""", "CAN_RUN")),
            },
            new Contract(
                "notebooks",
                "data/lookup.csv",
                "notebooks/data/lookup.csv",
                "a,b\n",
                "a,c\n",
                (workspace, _) => Import(workspace, "/Shared/app/notebooks/data/lookup.csv", "by,hand\n", "AUTO"),
                (workspace, _) => Delete(workspace, "/Shared/app/notebooks/data/lookup.csv")
            ),
            new Contract(
                "notification-destinations",
                "ops",
                "notification-destinations/ops.json",
                Destination("a@contoso.example"),
                Destination("b@contoso.example"),
                async (workspace, id) =>
                {
                    using var changed = await workspace.Cloud.Workspace.PatchAsync(
                        $"/api/2.0/notification-destinations/{id}",
                        new StringContent(Destination("by-hand@contoso.example"))
                    );
                    changed.EnsureSuccessStatusCode();
                },
                async (workspace, id) =>
                {
                    using var deleted = await workspace.Cloud.Workspace.DeleteAsync($"/api/2.0/notification-destinations/{id}");
                    deleted.EnsureSuccessStatusCode();
                }
            )
            {
                Creates = "/api/2.0/notification-destinations",
                Recreated = """{ "display_name": "ops", "config": { "generic_webhook": { "url": "https://${secret.hook}" } } }""",
            },
            new Contract(
                "queries",
                "top",
                "queries/top.json",
                Query(""),
                Query(""" "description": "the best ones" """),
                (workspace, id) =>
                    workspace.Cloud.CallAsync(
                        "PATCH",
                        $"/api/2.0/sql/queries/{id}",
                        JObject.Parse("""{ "query": { "query_text": "select 'by hand'" }, "update_mask": "query_text" }""")
                    ),
                (workspace, id) => workspace.Cloud.CallAsync("DELETE", $"/api/2.0/sql/queries/{id}")
            )
            {
                Creates = "/api/2.0/sql/queries",
                Recreated = Query(""" "parent_path": "other" """),
                Part = ("queries/top.json", WithList(Query(""), "CAN_RUN")),
            },
            new Contract(
                "alerts",
                "late",
                "alerts/late.json",
                Samples.Alert("late", OfService),
                Samples.Alert("late", OfService, """ "custom_summary": "too many" """),
                (workspace, id) =>
                    workspace.Cloud.CallAsync(
                        "PATCH",
                        $"/api/2.0/alerts/{id}?update_mask=query_text",
                        new JObject { ["query_text"] = "select 'by hand'" }
                    ),
                (workspace, id) => workspace.Cloud.CallAsync("DELETE", $"/api/2.0/alerts/{id}")
            )
            {
                Creates = "/api/2.0/alerts",
                Recreated = Samples.Alert("late", OfService, """ "parent_path": "other" """),
                Part = ("alerts/late.json", WithList(Samples.Alert("late", OfService), "CAN_RUN")),
            },
            new Contract(
                "dashboards",
                "sales",
                "dashboards/sales.json",
                Dashboard("one"),
                Dashboard("two"),
                (workspace, id) =>
                    workspace.Cloud.CallAsync(
                        "PATCH",
                        $"/api/2.0/lakeview/dashboards/{id}",
                        new JObject { ["serialized_dashboard"] = """{ "pages": [{ "name": "byhand" }] }""" }
                    ),
                (workspace, id) => workspace.Cloud.CallAsync("DELETE", $"/api/2.0/lakeview/dashboards/{id}")
            )
            {
                Creates = "/api/2.0/lakeview/dashboards",
                Recreated = new JObject(JObject.Parse(Dashboard("one"))) { ["parent_path"] = "other" }.ToString(),
                Part = ("dashboards/sales.json", WithList(Dashboard("one"), "CAN_RUN")),
            },
            new Contract(
                "pipelines",
                "etl",
                "pipelines/etl.json",
                Pipeline(""),
                Pipeline(""" "photon": true """),
                (workspace, id) =>
                    workspace.Cloud.CallAsync("PUT", $"/api/2.0/pipelines/{id}", JObject.Parse(Pipeline(""" "channel": "PREVIEW" """))),
                (workspace, id) => workspace.Cloud.CallAsync("DELETE", $"/api/2.0/pipelines/{id}")
            )
            {
                HoldsData = true,
                Creates = "/api/2.0/pipelines",
                Recreated = """{ "name": "etl" }""",
                Part = ("pipelines/etl.json", WithList(Pipeline(""), "CAN_RUN")),
            },
            new Contract(
                "jobs",
                "nightly",
                "jobs/nightly.json",
                JobOf(""),
                JobOf(""" "max_concurrent_runs": 2 """),
                (workspace, id) =>
                    workspace.Cloud.PostAsync(
                        "/api/2.2/jobs/update",
                        new JObject
                        {
                            ["job_id"] = long.Parse(id),
                            ["new_settings"] = new JObject { ["timeout_seconds"] = 99 },
                        }
                    ),
                (workspace, id) => workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = long.Parse(id) })
            )
            {
                Creates = "/api/2.2/jobs/create",
                Part = ("jobs/nightly.json", WithList(JobOf(""), "CAN_VIEW")),
            },
            new Contract(
                "secret-scopes",
                "app",
                "secret-scopes/app.json",
                """{ "name": "app" }""",
                """{ "name": "app", "initial_manage_principal": "users" }""",
                async (workspace, _) =>
                {
                    await workspace.Cloud.PostAsync("/api/2.0/secrets/scopes/delete", new JObject { ["scope"] = "app" });
                    await MakeOnVaultAsync(workspace, "app");
                },
                (workspace, _) => workspace.Cloud.PostAsync("/api/2.0/secrets/scopes/delete", new JObject { ["scope"] = "app" })
            )
            {
                IsUpdatable = false,
                Creates = "/api/2.0/secrets/scopes/create",
                Recreated = """{ "name": "app", "initial_manage_principal": "users" }""",
                Part = (
                    "secret-scopes/app.json",
                    """{ "name": "app", "acls": [{ "principal": "users", "permission": "READ" }] }"""
                ),
            },
        };

    /// <summary>For a warehouse that no contract needs: what the service fills in is not looked up.</summary>
    private const string OfService = "{{warehouse}}";

    private static string WithList(string document, string level)
    {
        var list = JArray.Parse($$"""[{ "group_name": "users", "permission_level": "{{level}}" }]""");
        return new JObject(JObject.Parse(document)) { ["access_control_list"] = list }.ToString();
    }

    private static string Pool(int idle) =>
        $$"""{ "instance_pool_name": "etl", "node_type_id": "Standard_D4ds_v5", "min_idle_instances": {{idle}} }""";

    private static string Pipeline(string more) =>
        $$"""{ "name": "etl", "catalog": "main"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private static string Warehouse(int minutes) =>
        $$"""{ "name": "bi", "cluster_size": "2X-Small", "auto_stop_mins": {{minutes}} }""";

    private static string Policy(int most) =>
        $$"""{ "name": "etl", "definition": { "num_workers": { "type": "range", "maxValue": {{most}} } } }""";

    private static string Destination(string address) =>
        $$"""{ "display_name": "ops", "config": { "email": { "addresses": ["{{address}}"] } } }""";

    private static string Query(string more) =>
        $$"""{ "display_name": "top", "query_text": "select 1"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private static string Dashboard(string page) =>
        new JObject
        {
            ["display_name"] = "sales",
            ["serialized_dashboard"] = $$"""{ "pages": [{ "name": "{{page}}" }] }""",
        }.ToString();

    private static string JobOf(string more) =>
        Samples
            .Job("nightly", more, """ "job_cluster_key": "main" """)
            .Replace(
                "\"tasks\"",
                """
                "job_clusters": [{
                  "job_cluster_key": "main",
                  "new_cluster": {
                    "spark_version": "16.4.x-scala2.12",
                    "node_type_id": "Standard_D4ds_v5",
                    "num_workers": 1
                  }
                }],
                "tasks"
                """,
                StringComparison.Ordinal
            );

    public static JObject With(JObject document, string name, string value, string other, JToken token)
    {
        document[name] = value;
        document[other] = token;
        return document;
    }

    /// <summary>A secret scope that shows a vault.</summary>
    private static async Task MakeOnVaultAsync(TestWorkspace workspace, string scope)
    {
        using var made = await workspace.Cloud.SendAsync(
            "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            "POST",
            $"{workspace.Cloud.Description.WorkspaceHttps}/api/2.0/secrets/scopes/create",
            new JObject
            {
                ["scope"] = scope,
                ["scope_backend_type"] = "AZURE_KEYVAULT",
                ["backend_azure_keyvault"] = new JObject { ["resource_id"] = "/v", ["dns_name"] = "https://v.vault.azure.net/" },
            }
        );
        made.EnsureSuccessStatusCode();
    }

    /// <summary>When starts and stops are over.</summary>
    private static async Task<Layercake.Testing.LocalCloudFixture> Later(TestWorkspace workspace)
    {
        await workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
        return workspace.Cloud;
    }

    private static Task Import(TestWorkspace workspace, string path, string text, string format)
    {
        var body = new JObject
        {
            ["path"] = path,
            ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)),
            ["format"] = format,
            ["overwrite"] = true,
        };
        if (format == "SOURCE")
            body["language"] = "PYTHON";

        return workspace.Cloud.PostAsync("/api/2.0/workspace/import", body);
    }

    private static Task Delete(TestWorkspace workspace, string path) =>
        workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = path });
}

/// <summary>A kind, and an object of it to try it with.</summary>
public sealed record Contract(
    string Kind,
    string Name,
    string File,
    string First,
    string Second,
    Func<TestWorkspace, string, Task> ChangeByHand,
    Func<TestWorkspace, string, Task> DeleteByHand
)
{
    /// <summary>The service has a call that changes an object of the kind.</summary>
    public bool IsUpdatable { get; init; } = true;

    /// <summary>What a deletion loses is more than the declaration.</summary>
    public bool HoldsData { get; init; }

    /// <summary>A change makes another object, and the one before stays until it is pruned.</summary>
    public bool KeepsEarlier { get; init; }

    /// <summary>The path of the call that makes one.</summary>
    public string Creates { get; init; } = "/api/2.0/workspace/import";

    /// <summary>Content that the object cannot become, so that it is made anew; null where the kind has no such field.</summary>
    public string? Recreated { get; init; }

    /// <summary>A file with a part of the object, such as who may use it; null where the kind has none.</summary>
    public (string File, string Content)? Part { get; init; }

    /// <summary>What only the request that makes the object has in it.</summary>
    public string Mark => Name.EndsWith(".py", StringComparison.Ordinal) ? Name[..^3] : Name;

    public ChangeAction Writes => IsUpdatable ? ChangeAction.Update : ChangeAction.Recreate;

    public AllowedDataLoss MayBeLost =>
        IsUpdatable && !HoldsData ? AllowedDataLoss.None : new AllowedDataLoss([$"{Kind}.{Name}"]);

    public override string ToString() => $"{Kind}/{Name}";
}
