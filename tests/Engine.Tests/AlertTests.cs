using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about alerts: what they name, who names them and names that are taken.</summary>
public sealed class AlertTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/alerts";
    private const string File = "alerts/late.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_task_that_is_taken_out_with_the_last_alert_is_shown_with_the_name_of_that()
    {
        var both = Job(""" "alert_task": { "alert_id": "late", "warehouse_id": "bi" } """);
        await workspace
            .With("warehouses/bi.json", """{ "name": "bi", "cluster_size": "2X-Small" }""")
            .With(
                File,
                """
                {
                  "display_name": "late",
                  "query_text": "select 1",
                  "warehouse_id": "bi",
                  "schedule": { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "UTC" },
                  "evaluation": {
                    "source": { "name": "late" },
                    "comparison_operator": "GREATER_THAN",
                    "threshold": { "value": { "double_value": 10.0 } }
                  }
                }
                """
            )
            .With("jobs/watch.json", both)
            .DeployAsync();

        workspace.With("jobs/watch.json", Job(""" "notebook_task": { "notebook_path": "/Shared/x" } """)).Without(File);

        var change = (await workspace.PlanAsync()).Changes.Single(change => change.Kind == "jobs");
        Assert.Contains(change.Fields, field => $"{field.Old}".Contains("\"alert_id\": \"late\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_text_its_warehouse_whom_it_tells_and_the_job_that_runs_it_go_by_name_into_another_workspace()
    {
        var alert = """
            {
              "display_name": "late",
              "parent_path": "sales",
              "warehouse_id": "bi",
              "evaluation": {
                "source": { "name": "late", "aggregation": "SUM" },
                "comparison_operator": "GREATER_THAN",
                "threshold": { "value": { "double_value": 10.0 } },
                "notification": { "notify_on_ok": true, "subscriptions": [{ "destination_id": "ops" }, { "user_email": "a@b.example" }] }
              },
              "schedule": { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED" },
              "custom_description": "{{ALERT_STATUS}}: {{QUERY_RESULT_VALUE}} orders"
            }
            """;
        workspace
            .With("warehouses/bi.json", """{ "name": "bi", "cluster_size": "2X-Small" }""")
            .With(
                "notification-destinations/ops.json",
                """{ "display_name": "ops", "config": { "email": { "addresses": ["o@b.example"] } } }"""
            )
            .With(File, alert)
            .With("alerts/late.sql", "select late\nfrom orders\n")
            .With("jobs/watch.json", Job(""" "alert_task": { "alert_id": "late", "warehouse_id": "bi" } """));

        var outcome = await workspace.DeployAsync();

        Assert.Equal(["warehouses", "notification-destinations", "alerts", "jobs"], outcome.Changes.Select(change => change.Change.Kind));
        var made = await workspace.Cloud.GetAsync($"{Root}/{outcome.Changes[2].Id}");
        Assert.Equal("/Workspace/Shared/app/alerts/sales", (string?)made["parent_path"]);
        Assert.Equal("select late\nfrom orders", (string?)made["query_text"]);
        Assert.Equal(outcome.Changes[0].Id, (string?)made["warehouse_id"]);
        Assert.Equal(outcome.Changes[1].Id, (string?)made.SelectToken("evaluation.notification.subscriptions[0].destination_id"));
        Assert.Equal(
            outcome.Changes[2].Id,
            (string?)(await workspace.JobAsync("watch")).SelectToken("settings.tasks[0].alert_task.alert_id")
        );
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));

        foreach (var file in workspace.Files())
            workspace.Without(file);
        await workspace.ExportAsync();
        Assert.Equal(JObject.Parse(alert), JObject.Parse(workspace.Text(File)), JToken.EqualityComparer);
        Assert.Equal("select late\nfrom orders\n", workspace.Text("alerts/late.sql"));
        Assert.Equal("late", (string?)JObject.Parse(workspace.Text("jobs/watch.json")).SelectToken("tasks[0].alert_task.alert_id"));

        await using var other = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        foreach (var file in workspace.Files())
            other.With(file, workspace.Text(file));
        await other.DeployAsync();
        Assert.True((await other.PlanAsync()).IsEmpty);
    }

    /// <summary>Somebody makes one between the plan and the write; one that this identity may not see is as unknown to it.</summary>
    [Theory]
    [InlineData("number", "has an alert late already, which this identity does not see, so the service called the new one late (1)")]
    [InlineData("refuse", "Node named 'late' already exists")]
    public async Task A_name_that_is_taken_fails_the_change_and_leaves_no_second_alert(string mode, string says)
    {
        await workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = "taken_alert_name", ["mode"] = mode });
        workspace.Before = async (request, _) =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == Root)
                await workspace.Cloud.PostAsync(Root, With(Samples.Alert("late", "w"), "parent_path", "/Shared/app/alerts"));
        };

        var outcome = await workspace.With(File, Samples.Alert("late", "{{w}}")).TryDeployAsync();

        Assert.Contains(says, Assert.Single(outcome.Changes).Message, StringComparison.Ordinal);
        Assert.Equal("late", (string?)Assert.Single((await workspace.Cloud.GetAsync(Root))["alerts"]!)["display_name"]);
        workspace.Before = null;
        Assert.NotEqual(ChangeAction.Create, Assert.Single((await workspace.PlanAsync()).Changes).Action);
    }

    [Fact]
    public async Task One_in_another_folder_is_another_and_a_deleted_one_is_none()
    {
        await workspace.Cloud.PostAsync(Root, With(Samples.Alert("late", "w"), "parent_path", "/Shared"));
        workspace.With("init-scripts/a.sh", "echo\n").With(File, Samples.Alert("late", "{{w}}"));

        var made = (await workspace.DeployAsync()).Changes[1];

        Assert.Equal(("alerts", ChangeAction.Create), (made.Change.Kind, made.Change.Action));

        await workspace.Without(File).PruneAsync();

        Assert.Equal("DELETED", (string?)(await workspace.Cloud.GetAsync($"{Root}/{made.Id}"))["lifecycle_state"]);
        var plan = await workspace.With(File, Samples.Alert("late", "{{w}}")).PlanAsync("alerts");
        Assert.Equal(ChangeAction.Create, Assert.Single(plan.Changes).Action);
    }

    [Fact]
    public async Task Whom_it_runs_as_is_not_exported_where_that_is_its_owner()
    {
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/alerts" });
        var alert = With(Samples.Alert("late", "{{w}}"), "parent_path", "/Shared/app/alerts");
        var owner = (string)(await workspace.Cloud.PostAsync(Root, alert))["owner_user_name"]!;
        foreach (var (name, identity) in new[] { ("own", owner), ("other", "bo@contoso.example") })
            await workspace.Cloud.PostAsync(
                Root,
                With(
                    With(Samples.Alert(name, "{{w}}"), "parent_path", "/Shared/app/alerts").ToString(),
                    "run_as",
                    new JObject { ["user_name"] = identity }
                )
            );

        await workspace.ExportAsync("alerts");

        Assert.False(JObject.Parse(workspace.Text("alerts/own.json")).ContainsKey("run_as"));
        Assert.True(JObject.Parse(workspace.Text("alerts/other.json")).ContainsKey("run_as"));
    }

    [Theory]
    [InlineData(
        "threshold",
        """{ "value": { "double_value": 1, "string_value": "a" } }""",
        "error ALT001",
        "evaluation.threshold.value has more than one of"
    )]
    [InlineData("threshold", """{ "value": {} }""", "error ALT001", "evaluation.threshold.value has none of")]
    [InlineData(
        "threshold",
        """{ "value": { "double_value": 1 }, "column": { "name": "a" } }""",
        "error ALT001",
        "evaluation.threshold has more than one of"
    )]
    [InlineData("threshold", "null", "warning ALT001", "comparison_operator is GREATER_THAN, and there is no threshold")]
    [InlineData("comparison_operator", "\"IS_NULL\"", "warning ALT001", "evaluation.threshold is not looked at")]
    [InlineData("comparison_operator", "\">\"", "warning FLD005", "evaluation.comparison_operator is >")]
    [InlineData("source", "{}", "error FLD006", "evaluation.source has no name")]
    [InlineData(
        "notification",
        """{ "subscriptions": [{}] }""",
        "error ALT003",
        "evaluation.notification.subscriptions[0] has none of user_email"
    )]
    [InlineData("notification", """{ "retrigger_seconds": -1 }""", "error FLD010", "evaluation.notification.retrigger_seconds is -1")]
    [InlineData("", """ "schedule": { "quartz_cron_schedule": "0 7 * * *", "timezone_id": "UTC" } """, "error ALT002", "the schedule")]
    [InlineData(
        "",
        """ "schedule": { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "Berlin" } """,
        "error ALT002",
        "Berlin is no time zone"
    )]
    [InlineData("", """ "schedule": null """, "error FLD006", "it has no schedule")]
    [InlineData("", """ "run_as": { "user_name": "a", "service_principal_name": "b" } """, "error ALT004", "run_as names a user and")]
    [InlineData("", """ "parameters": [{ "name": "a" }, { "name": "a" }] """, "error ALT005", "parameters[1].name is a")]
    [InlineData("", """ "query_id": "q" """, "error FLD007", "query_id: a legacy alert has it")]
    [InlineData("", """ "query_text": null """, "error DEC008", "it has no query_text, and there is no alerts/late.sql")]
    [InlineData("", """ "parent_path": "../x" """, "error FOL001", "parent_path is")]
    public void An_alert_that_cannot_be_is_told(string ofEvaluation, string fields, string code, string says)
    {
        var alert = JObject.Parse(Samples.Alert("late", "w"));
        if (ofEvaluation.Length > 0)
            alert["evaluation"]![ofEvaluation] = JToken.Parse(fields);
        else
            alert.Merge(JObject.Parse($"{{ {fields} }}"), new JsonMergeSettings { MergeNullValueHandling = MergeNullValueHandling.Merge });

        Assert.Contains($"{code}: alerts.late: {says}", Assert.Single(Checked.File(File, alert.ToString())), StringComparison.Ordinal);
    }

    private static JObject With(string alert, string field, JToken value) => new(JObject.Parse(alert)) { [field] = value };

    private static string Job(string task) => $$"""{ "name": "watch", "tasks": [{ "task_key": "a", {{task}} }] }""";
}
