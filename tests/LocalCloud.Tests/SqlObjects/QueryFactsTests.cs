using System.Text;
using Layercake.LocalCloud.Apis.SqlObjects;
using Layercake.LocalCloud.Apis.Workspace;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.SqlObjects;

/// <summary>The confirmed facts about queries, as tables. What is unconfirmed is in none of them.</summary>
public sealed class QueryFactsTests
{
    private const string Root = "/api/2.0/sql/queries";

    private readonly WorkspaceCalls calls = new((state, tree) =>
        [new SqlObjectsEndpoints(state, tree, SqlObjectKind.Query), new WorkspaceEndpoints(tree)]
    );

    /// <summary>Fields that an update changes, and the values.</summary>
    public static TheoryData<string, string> Updatable =>
        new()
        {
            { "display_name", "\"other\"" },
            { "query_text", "\"select 2\"" },
            { "warehouse_id", "\"w2\"" },
            { "catalog", "\"main\"" },
            { "schema", "\"silver\"" },
            { "description", "\"d\"" },
            { "parameters", """[{"name":"p","text_value":{"value":"a"}}]""" },
            { "tags", """["a"]""" },
            { "run_as_mode", "\"VIEWER\"" },
            { "apply_auto_limit", "true" },
            { "owner_user_name", "\"someone@contoso.example\"" },
        };

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly => ["id", "create_time", "update_time", "last_modifier_user_name", "lifecycle_state"];

    /// <summary>Calls about a query that is not there.</summary>
    public static TheoryData<string, string?> Missing =>
        new()
        {
            { "GET", null },
            { "PATCH", """{"query":{"query_text":"s"},"update_mask":"query_text"}""" },
            { "DELETE", null },
        };

    [Theory]
    [MemberData(nameof(Updatable))]
    public void An_update_changes_what_its_mask_names_and_nothing_else(string field, string value)
    {
        var id = Create();
        var before = Get(id);

        Patch(id, field, JToken.Parse(value));

        var after = Get(id);
        Assert.Equal(value, after[field]!.ToString(Formatting.None));
        foreach (var other in new[] { "display_name", "query_text", "parent_path" }.Where(other => other != field))
            Assert.Equal(before[other], after[other]);
    }

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void What_the_service_sets_is_not_taken(string field)
    {
        var id = Create(new JProperty(field, "sent"));

        Assert.NotEqual("sent", (string?)Get(id)[field]);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_query_that_is_not_there_is_told(string method, string? body) =>
        Assert.Equal(404, calls.Refusal(method, $"{Root}/8f1c2a34-5b6d-4e7f-9a0b-c1d2e3f4a5b6", body).Status);

    [Fact]
    public void The_folder_does_not_change() =>
        Assert.Equal(
            400,
            calls
                .Refusal("PATCH", $"{Root}/{Create()}", """{"query":{"parent_path":"/Users"},"update_mask":"parent_path"}""")
                .Status
        );

    [Fact]
    public void The_folder_must_be_there() =>
        Assert.Equal(404, calls.Refusal("POST", Root, """{"query":{"display_name":"a","parent_path":"/Shared/none"}}""").Status);

    [Fact]
    public void A_name_is_taken_in_its_folder_with_or_without_the_prefix()
    {
        Create();

        var refusal = calls.Refusal("POST", Root, """{"query":{"display_name":"top","parent_path":"/Workspace/Shared"}}""");
        Assert.Equal(400, refusal.Status);
        Assert.Contains("Node named 'top' already exists", refusal.Message, StringComparison.Ordinal);
        calls.Post(Root, """{"query":{"display_name":"top","parent_path":"/Users"}}""");
    }

    [Fact]
    public void The_list_has_all_but_the_folder()
    {
        Create();

        var listed = (JObject)calls.Get(Root)["results"]![0]!;

        Assert.Equal("top select 1", $"{listed["display_name"]} {listed["query_text"]}");
        Assert.False(listed.ContainsKey("parent_path"));
    }

    [Fact]
    public void A_deleted_query_lies_in_the_trash_and_is_read_and_not_listed()
    {
        var id = Create();

        calls.Send("DELETE", $"{Root}/{id}");

        Assert.Equal("TRASHED", (string?)Get(id)["lifecycle_state"]);
        Assert.False(calls.Get(Root).ContainsKey("results"));
        Assert.NotEqual(id, Create());
    }

    [Fact]
    public void Deleting_its_folder_trashes_a_query()
    {
        calls.Post("/api/2.0/workspace/mkdirs", """{"path":"/Shared/sales"}""");
        var id = Create("/Shared/sales");
        var other = Create();

        calls.Post("/api/2.0/workspace/delete", """{"path":"/Shared/sales","recursive":true}""");

        Assert.Equal("TRASHED", (string?)Get(id)["lifecycle_state"]);
        Assert.Equal(other, (string?)Assert.Single(calls.Get(Root)["results"]!)["id"]);
    }

    /// <remarks>The name and the type of the twin are this cloud's guess.</remarks>
    [Fact]
    public void The_tree_shows_it_without_content_until_it_is_deleted()
    {
        var id = Create();
        Patch(id, "display_name", "last");

        var shown = Assert.Single(calls.Get("/api/2.0/workspace/list?path=/Shared")["objects"]!);
        Assert.Equal(("/Shared/last.dbquery.ipynb", id), ((string?)shown["path"], (string?)shown["resource_id"]));
        Assert.Equal(400, calls.Refusal("GET", "/api/2.0/workspace/export?path=/Shared/last.dbquery.ipynb").Status);
        calls.Send("DELETE", $"{Root}/{id}");
        Assert.Empty(calls.Get("/api/2.0/workspace/list?path=/Shared"));
    }

    private string Create(params JProperty[] more) => Create("/Shared", more);

    private string Create(string folder, params JProperty[] more) =>
        (string)
            calls.Post(
                Root,
                new JObject
                {
                    ["query"] = new JObject(more)
                    {
                        ["display_name"] = "top",
                        ["query_text"] = "select 1",
                        ["parent_path"] = folder,
                    },
                }.ToString()
            )["id"]!;

    private JObject Get(string id) => calls.Get($"{Root}/{id}");

    private void Patch(string id, string field, JToken value) =>
        calls.Send(
            "PATCH",
            $"{Root}/{id}",
            Encoding.UTF8.GetBytes(new JObject { ["query"] = new JObject { [field] = value }, ["update_mask"] = field }.ToString())
        );
}
