using System.Text;
using Layercake.LocalCloud.Apis.Lakeview;
using Layercake.LocalCloud.Apis.Workspace;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.SqlObjects;

/// <summary>The confirmed facts about dashboards, as tables. What is unconfirmed is in none of them.</summary>
public sealed class DashboardFactsTests
{
    private const string Root = "/api/2.0/lakeview/dashboards";

    private readonly WorkspaceCalls calls = new((state, tree) => [new LakeviewEndpoints(state, tree), new WorkspaceEndpoints(tree)]);

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly => ["dashboard_id", "create_time", "update_time", "etag", "lifecycle_state", "path"];

    /// <summary>Fields that an update that leaves them out keeps.</summary>
    public static TheoryData<string> Kept => ["display_name", "serialized_dashboard", "warehouse_id", "parent_path"];

    /// <summary>Calls about a dashboard that is not there, or is not published.</summary>
    public static TheoryData<string, string> Missing =>
        new()
        {
            { "GET", "01897a4e9fd0c88a69f533f6f75dfbb4" },
            { "PATCH", "01897a4e9fd0c88a69f533f6f75dfbb4" },
            { "DELETE", "01897a4e9fd0c88a69f533f6f75dfbb4" },
            { "GET", "{id}/published" },
            { "DELETE", "{id}/published" },
        };

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void What_the_service_sets_is_not_taken(string field) =>
        Assert.NotEqual("sent", (string?)Get(Create(new JProperty(field, "sent")))[field]);

    [Theory]
    [MemberData(nameof(Kept))]
    public void An_update_keeps_what_it_leaves_out(string field)
    {
        var id = Create();
        var before = Get(id);

        calls.Send("PATCH", $"{Root}/{id}", "{}"u8.ToArray());

        Assert.Equal(before[field], Get(id)[field]);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void What_is_not_there_is_told(string method, string place)
    {
        var id = Create();

        Assert.Equal(
            404,
            calls.Refusal(method, $"{Root}/{place.Replace("{id}", id, StringComparison.Ordinal)}", method == "PATCH" ? "{}" : null).Status
        );
    }

    [Fact]
    public void The_folder_must_be_there() =>
        Assert.Equal(404, calls.Refusal("POST", Root, """{"display_name":"a","parent_path":"/Shared/none"}""").Status);

    [Fact]
    public void Each_update_raises_the_etag()
    {
        var id = Create();
        var before = (string?)Get(id)["etag"];

        calls.Send("PATCH", $"{Root}/{id}", Encoding.UTF8.GetBytes("""{"warehouse_id":"w2"}"""));

        Assert.NotEqual(before, (string?)Get(id)["etag"]);
    }

    [Theory]
    [InlineData("{ }\n", "", "{}\n")]
    [InlineData("""{ "datasets": [ { "name": "a" } ] }""", "", "{ \"datasets\": [ { \"name\": \"a\" } ] }\n")]
    [InlineData("""{ "pages": [ { "name": "a" } ] }""", "", "{\"pages\":[{\"name\":\"a\",\"pageType\":\"PAGE_TYPE_CANVAS\"}]}\n")]
    [InlineData(
        """{ "datasets": [ { "name": "a", "schema": "b" } ] }""",
        "?dataset_catalog=main&dataset_schema=gold",
        "{\"datasets\":[{\"name\":\"a\",\"schema\":\"gold\",\"catalog\":\"main\"}]}\n"
    )]
    public void Content_comes_back_as_the_service_writes_it(string sent, string query, string kept)
    {
        var made = calls.Post(Root + query, new JObject { ["display_name"] = "a", ["serialized_dashboard"] = sent }.ToString());

        Assert.Equal(kept, (string?)Get((string)made["dashboard_id"]!)["serialized_dashboard"]);
    }

    [Theory]
    [InlineData("/Shared")]
    [InlineData("/Workspace/Shared")]
    public void Its_paths_have_no_prefix_and_the_tree_says_what_it_is(string folder)
    {
        var made = Get(Create(folder));

        Assert.Equal("/Shared /Shared/Sales.lvdash.json", $"{made["parent_path"]} {made["path"]}");
        var status = calls.Get($"/api/2.0/workspace/get-status?path={folder}/Sales.lvdash.json");
        Assert.Equal($"DASHBOARD {folder}/Sales.lvdash.json", $"{status["object_type"]} {status["path"]}");
    }

    [Fact]
    public void A_draft_that_changed_is_newer_than_what_is_published()
    {
        var id = Create();
        calls.Post($"{Root}/{id}/published", """{"embed_credentials":false}""");
        Assert.False(IsNewer(id));

        calls.Clock.Advance(TimeSpan.FromSeconds(1));
        calls.Send("PATCH", $"{Root}/{id}", Encoding.UTF8.GetBytes("""{"warehouse_id":"w2"}"""));
        Assert.True(IsNewer(id));
    }

    [Fact]
    public void Credentials_are_embedded_unless_it_is_said() =>
        Assert.True((bool)calls.Post($"{Root}/{Create()}/published", "{}")["embed_credentials"]!);

    [Fact]
    public void A_deleted_dashboard_lies_in_the_trash_once_and_is_published_no_more()
    {
        var id = Create();
        calls.Post($"{Root}/{id}/published", """{"embed_credentials":false}""");

        calls.Send("DELETE", $"{Root}/{id}");

        Assert.Equal("TRASHED", (string?)Get(id)["lifecycle_state"]);
        Assert.Equal($"/Users/{WorkspaceCalls.Dana.UserName}/Trash", (string?)Get(id)["parent_path"]);
        Assert.Equal(404, calls.Refusal("GET", $"{Root}/{id}/published").Status);
        Assert.Equal(403, calls.Refusal("DELETE", $"{Root}/{id}").Status);
        Assert.Empty(calls.Get("/api/2.0/workspace/list?path=/Shared"));
        Assert.NotEqual(id, Create());
    }

    [Theory]
    [InlineData("/Shared/sales", true)]
    [InlineData("/Workspace/Shared/sales/Sales.lvdash.json", false)]
    public void A_dashboard_goes_to_the_trash_of_whoever_deletes_it_in_the_tree(string path, bool recursive)
    {
        calls.Post("/api/2.0/workspace/mkdirs", """{"path":"/Shared/sales"}""");
        var id = Create("/Shared/sales");

        calls.Post("/api/2.0/workspace/delete", new JObject { ["path"] = path, ["recursive"] = recursive }.ToString());

        Assert.Equal("TRASHED", (string?)Get(id)["lifecycle_state"]);
        Assert.Equal($"/Users/{WorkspaceCalls.Dana.UserName}/Trash", (string?)Get(id)["parent_path"]);
        Assert.Equal(403, calls.Refusal("DELETE", $"{Root}/{id}").Status);
    }

    [Fact]
    public void The_tree_shows_it_as_a_dashboard()
    {
        var id = Create();

        var shown = Assert.Single(calls.Get("/api/2.0/workspace/list?path=/Shared")["objects"]!);

        Assert.Equal(
            ("/Shared/Sales.lvdash.json", "DASHBOARD", id),
            ((string?)shown["path"], (string?)shown["object_type"], (string?)shown["resource_id"])
        );
    }

    private bool IsNewer(string id) =>
        string.CompareOrdinal((string?)Get(id)["update_time"], (string?)calls.Get($"{Root}/{id}/published")["revision_create_time"]) > 0;

    private string Create(params JProperty[] more) => Create("/Shared", more);

    private string Create(string folder, params JProperty[] more) =>
        (string)
            calls.Post(
                Root,
                new JObject(more)
                {
                    ["display_name"] = "Sales",
                    ["parent_path"] = folder,
                    ["warehouse_id"] = "w1",
                    ["serialized_dashboard"] = """{"pages":[{"name":"one"}]}""",
                }.ToString()
            )["dashboard_id"]!;

    private JObject Get(string id) => calls.Get($"{Root}/{id}");
}
