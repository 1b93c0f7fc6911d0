using System.Text;
using Layercake.LocalCloud.Apis.Alerts;
using Layercake.LocalCloud.Apis.Workspace;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Alerts;

/// <summary>The confirmed facts about alerts, as tables. What is unconfirmed is in none of them.</summary>
public sealed class AlertFactsTests
{
    private const string Root = "/api/2.0/alerts";

    private readonly WorkspaceCalls calls = new((state, tree) => [new AlertsEndpoints(state, tree), new WorkspaceEndpoints(tree)]);

    /// <summary>Fields that an update changes, and the values.</summary>
    public static TheoryData<string, string> Updatable =>
        new()
        {
            { "display_name", "\"other\"" },
            { "query_text", "\"select 2\"" },
            { "warehouse_id", "\"w2\"" },
            { "custom_summary", "\"s\"" },
            { "custom_description", "\"{{ALERT_STATUS}}\"" },
            { "parameters", """[{"name":"days","type":"INT","value":"1"}]""" },
            { "run_as", """{"service_principal_name":"5f0e6a3c-7a35-4b61-9d0e-1d2b8a4c6f17"}""" },
        };

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly =>
        [
            "id",
            "create_time",
            "update_time",
            "lifecycle_state",
            "owner_user_name",
            "effective_run_as",
            "effective_parent_path",
            "evaluation.state",
            "evaluation.last_evaluated_at",
            "schedule.effective_pause_status",
        ];

    /// <summary>Fields without which there is no alert.</summary>
    public static TheoryData<string> Required =>
        [
            "display_name",
            "query_text",
            "warehouse_id",
            "evaluation",
            "evaluation.source",
            "evaluation.source.name",
            "evaluation.comparison_operator",
            "schedule",
            "schedule.quartz_cron_schedule",
            "schedule.timezone_id",
        ];

    /// <summary>Calls about an alert that is not there.</summary>
    public static TheoryData<string, string, string?> Missing =>
        new()
        {
            { "GET", "", null },
            { "PATCH", "?update_mask=query_text", """{"query_text":"s"}""" },
            { "DELETE", "", null },
        };

    [Theory]
    [MemberData(nameof(Updatable))]
    public void An_update_changes_what_its_mask_names_and_nothing_else(string field, string value)
    {
        var id = Create();
        var before = Get(id);

        Patch(id, field, new JObject { [field] = JToken.Parse(value), ["custom_summary"] = value.Trim('"') });

        var after = Get(id);
        Assert.Equal(value, after[field]!.ToString(Formatting.None));
        foreach (var other in new[] { "display_name", "query_text", "evaluation", "custom_summary" }.Where(other => other != field))
            Assert.True(JToken.DeepEquals(before[other], after[other]), other);
    }

    [Fact]
    public void A_mask_leads_by_dots_to_a_field_inside_a_field()
    {
        var id = Create();

        Patch(id, "schedule.pause_status,evaluation.threshold", JObject.Parse("""{"schedule":{"pause_status":"UNPAUSED"}}"""));

        var alert = Get(id);
        Assert.Equal(("UNPAUSED", "UTC"), ((string?)alert["schedule"]!["pause_status"], (string?)alert["schedule"]!["timezone_id"]));
        Assert.Null(alert["evaluation"]!["threshold"]);
        Assert.Equal(400, calls.Refusal("PATCH", $"{Root}/{id}?update_mask=query_text.length", "{}").Status);
    }

    [Fact]
    public void An_update_without_a_mask_is_refused() =>
        Assert.Equal(400, calls.Refusal("PATCH", $"{Root}/{Create()}", """{"query_text":"s"}""").Status);

    [Theory]
    [InlineData("evaluation", """{"source":{"name":"n"},"comparison_operator":"IS_NULL"}""", "evaluation.threshold")]
    [InlineData("schedule", """{"quartz_cron_schedule":"0 0 8 * * ?","timezone_id":"UTC"}""", "schedule.pause_status")]
    public void A_mask_that_names_a_block_replaces_all_of_it(string block, string value, string gone)
    {
        var id = Create();

        Patch(id, block, new JObject { [block] = JObject.Parse(value) });

        Assert.Null(Get(id).SelectToken(gone));
    }

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void What_the_service_sets_is_not_taken(string field)
    {
        var sent = JObject.Parse(Alert("late", "/Shared"));
        var (holder, name) = Place(sent, field);
        holder[name] = "sent";

        var id = (string)calls.Post(Root, sent.ToString())["id"]!;

        Assert.NotEqual("sent", Get(id).SelectToken(field)?.ToString());
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void What_an_alert_needs_is_asked_for(string field)
    {
        var sent = JObject.Parse(Alert("late", "/Shared"));
        var (holder, name) = Place(sent, field);
        holder.Remove(name);

        Assert.Equal(400, calls.Refusal("POST", Root, sent.ToString()).Status);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void An_alert_that_is_not_there_is_told(string method, string query, string? body) =>
        Assert.Equal(404, calls.Refusal(method, $"{Root}/1927647905808833{query}", body).Status);

    [Fact]
    public void The_folder_does_not_change() =>
        Assert.Equal(400, calls.Refusal("PATCH", $"{Root}/{Create()}?update_mask=parent_path", """{"parent_path":"/Users"}""").Status);

    [Fact]
    public void The_folder_must_be_there() =>
        Assert.Equal(404, calls.Refusal("POST", Root, Alert("late", "/Shared/none")).Status);

    [Fact]
    public void A_deleted_alert_is_read_as_deleted_and_not_listed_until_it_is_purged()
    {
        var id = Create();

        calls.Send("DELETE", $"{Root}/{id}");

        Assert.Equal("DELETED", (string?)Get(id)["lifecycle_state"]);
        Assert.False(calls.Get(Root).ContainsKey("alerts"));
        calls.Send("DELETE", $"{Root}/{id}?purge=true");
        Assert.Equal(404, calls.Refusal("GET", $"{Root}/{id}").Status);
    }

    [Fact]
    public void The_tree_shows_it_until_its_folder_is_deleted()
    {
        calls.Post("/api/2.0/workspace/mkdirs", """{"path":"/Shared/sales"}""");
        var id = (string)calls.Post(Root, Alert("late", "/Shared/sales"))["id"]!;

        var shown = Assert.Single(calls.Get("/api/2.0/workspace/list?path=/Shared/sales")["objects"]!);
        Assert.Equal("/Shared/sales/late.dbalert.json", (string?)shown["path"]);

        calls.Post("/api/2.0/workspace/delete", """{"path":"/Shared/sales","recursive":true}""");
        Assert.Equal("DELETED", (string?)Get(id)["lifecycle_state"]);
    }

    /// <summary>An alert that can be made.</summary>
    internal static string Alert(string name, string folder) =>
        new JObject
        {
            ["display_name"] = name,
            ["parent_path"] = folder,
            ["query_text"] = "select 1",
            ["warehouse_id"] = "w1",
            ["evaluation"] = new JObject
            {
                ["source"] = new JObject { ["name"] = "late" },
                ["comparison_operator"] = "GREATER_THAN",
                ["threshold"] = new JObject { ["value"] = new JObject { ["double_value"] = 10 } },
                ["notification"] = new JObject { ["notify_on_ok"] = true },
            },
            ["schedule"] = new JObject
            {
                ["quartz_cron_schedule"] = "0 0 7 * * ?",
                ["timezone_id"] = "UTC",
                ["pause_status"] = "PAUSED",
            },
        }.ToString();

    private static (JObject Holder, string Name) Place(JObject alert, string field)
    {
        var at = field.LastIndexOf('.');
        return at < 0 ? (alert, field) : ((JObject)alert.SelectToken(field[..at])!, field[(at + 1)..]);
    }

    private string Create() => (string)calls.Post(Root, Alert("late", "/Shared"))["id"]!;

    private JObject Get(string id) => calls.Get($"{Root}/{id}");

    private void Patch(string id, string mask, JObject fields) =>
        calls.Send("PATCH", $"{Root}/{id}?update_mask={mask}", Encoding.UTF8.GetBytes(fields.ToString()));
}
