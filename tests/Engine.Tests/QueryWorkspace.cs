using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>A workspace for tests of queries, and the calls by which they look at it.</summary>
public abstract class QueryWorkspace : IAsyncLifetime
{
    protected const string Queries = "/api/2.0/sql/queries";

    private protected TestWorkspace Workspace { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await Workspace.DisposeAsync();

    protected static string Query(string more = "") => $$"""{ "display_name": "top"{{(more.Length == 0 ? "" : "," + more)}} }""";

    protected static string Backed(string name, string by) =>
        $$"""
        {
          "display_name": "{{name}}",
          "query_text": "select 1",
          "parameters": [{ "name": "p", "query_backed_value": { "query_id": "{{by}}" } }]
        }
        """;

    protected async Task<string> MakeAsync(string name, string folder, string text) =>
        (string)(
            await Workspace.Cloud.PostAsync(
                Queries,
                new JObject
                {
                    ["query"] = new JObject
                    {
                        ["display_name"] = name,
                        ["parent_path"] = folder,
                        ["query_text"] = text,
                    },
                }
            )
        )["id"]!;

    protected Task PatchAsync(string id, string field, string value) =>
        Workspace.Cloud.CallAsync(
            "PATCH",
            $"{Queries}/{id}",
            new JObject { ["query"] = new JObject { [field] = value }, ["update_mask"] = field }
        );

    protected async Task<string?> FolderAsync(string name) => (string?)(await QueryAsync(name))["parent_path"];

    protected async Task<JObject> QueryAsync(string name)
    {
        var listed = (await Workspace.Cloud.GetAsync(Queries))["results"]!.Single(query => (string?)query["display_name"] == name);
        return await Workspace.Cloud.GetAsync($"{Queries}/{listed["id"]}");
    }
}
