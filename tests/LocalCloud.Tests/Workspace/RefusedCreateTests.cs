using System.IO.Compression;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Workspace;

/// <summary>Of what a create call refuses nothing stays.</summary>
/// <remarks>What the service makes of a slash in a name is unconfirmed; this cloud refuses it.</remarks>
public sealed class RefusedCreateTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    /// <summary>A call, its body, where the object would be listed, and what a listing must not have.</summary>
    public static TheoryData<string, string, string, string> Refused =>
        new()
        {
            { "lakeview/dashboards", """{ "display_name": "sla/sh", "parent_path": "/Shared" }""", "lakeview/dashboards", "sla/sh" },
            { "sql/queries", """{ "query": { "display_name": "ta/ken", "parent_path": "/Shared" } }""", "sql/queries", "ta/ken" },
            { "alerts", Alert("ta/ken"), "alerts", "ta/ken" },
            {
                "preview/scim/v2/Groups",
                """{ "displayName": "refused", "members": [{ "value": "1" }] }""",
                "preview/scim/v2/Groups",
                "refused"
            },
            { "workspace/import", Archive(), "workspace/list?path=/Shared", "/Shared/archive" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_is_neither_listed_nor_in_the_way(string call, string body, string list, string name)
    {
        foreach (var file in new[] { "/Shared/ta_ken.dbquery.ipynb", "/Shared/ta_ken.dbalert.json" })
            await shared.PostedAsync(
                "/api/2.0/workspace/import",
                new JObject
                {
                    ["path"] = file,
                    ["format"] = "RAW",
                    ["content"] = "",
                    ["overwrite"] = true,
                }.ToString()
            );

        var answer = await shared.PostAsync($"/api/2.0/{call}", body);

        Assert.InRange(answer.Status, 400, 404);
        Assert.DoesNotContain($"\"{name}\"", $"{await shared.Cloud.GetAsync($"/api/2.0/{list}")}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_in_the_name_of_a_dashboard_is_an_invalid_value_for_updates_too()
    {
        const string Root = "/api/2.0/lakeview/dashboards";
        var id = (string)(await shared.PostedAsync(Root, """{ "display_name": "kept", "parent_path": "/Shared" }"""))["dashboard_id"]!;

        var made = await shared.PostAsync(Root, """{ "display_name": "a/b", "parent_path": "/Shared" }""");
        Assert.Equal("400 INVALID_PARAMETER_VALUE", $"{made.Status} {made.Code}");
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            shared.Cloud.CallAsync("PATCH", $"{Root}/{id}", new JObject { ["display_name"] = "a/b" })
        );
        Assert.Equal("kept", (string?)(await shared.Cloud.GetAsync($"{Root}/{id}"))["display_name"]);
    }

    private static string Alert(string name) =>
        $$"""
        {
          "display_name": "{{name}}", "parent_path": "/Shared", "query_text": "select 1", "warehouse_id": "w",
          "evaluation": { "source": { "name": "a" }, "comparison_operator": "IS_NULL" },
          "schedule": { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "UTC" }
        }
        """;

    /// <summary>A file stands where another file has a folder.</summary>
    private static string Archive()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in new[] { "a.txt", "a.txt/b.txt" })
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes("x"));
            }

        return new JObject
        {
            ["path"] = "/Shared/archive",
            ["format"] = "DBC",
            ["content"] = Convert.ToBase64String(bytes.ToArray()),
        }.ToString();
    }
}
