using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Tests about one dashboard that is published.</summary>
public abstract class SalesDashboardTests : IAsyncLifetime
{
    private protected const string Dashboards = "/api/2.0/lakeview/dashboards";
    private protected const string File = "dashboards/sales.json";
    private protected const string Content = "dashboards/sales.lvdash.json";

    private protected TestWorkspace Workspace { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Workspace = await TestWorkspace.StartAsync();
        Workspace.With(File, Sales(""" "publish": {} """)).With(Content, Pages("one"));
    }

    public async Task DisposeAsync() => await Workspace.DisposeAsync();

    private protected static string Sales(string more) => $$"""{ "display_name": "sales"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private protected static string Pages(string name) => $$"""{ "pages": [{ "name": "{{name}}" }] }""";

    private protected Task LaterAsync() => Workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 1000 });

    private protected async Task PatchAsync(string field, string value) =>
        await Workspace.Cloud.CallAsync("PATCH", $"{Dashboards}/{await IdAsync()}", new JObject { [field] = value });

    private protected async Task<string> IdAsync() =>
        (string)Assert.Single((await Workspace.Cloud.GetAsync(Dashboards))["dashboards"]!)["dashboard_id"]!;

    private protected async Task<JObject> DraftAsync() => await Workspace.Cloud.GetAsync($"{Dashboards}/{await IdAsync()}");

    private protected async Task<JObject> PublishedAsync() => await Workspace.Cloud.GetAsync($"{Dashboards}/{await IdAsync()}/published");

    private protected async Task<JObject?> TryPublishedAsync()
    {
        try
        {
            return await PublishedAsync();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private protected async Task<bool> IsCurrentAsync() =>
        string.CompareOrdinal((string?)(await PublishedAsync())["revision_create_time"], (string?)(await DraftAsync())["update_time"]) >= 0;
}
