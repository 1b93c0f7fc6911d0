using System.Net;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Admin;

public sealed class AdminTests : IAsyncLifetime
{
    private const string Vault = "https://vault.azure.net";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task Requests_are_listed_in_order_and_admin_calls_are_not_among_them()
    {
        await cloud.GetAsync("/api/2.0/preview/scim/v2/Me?x=a%2Fb");
        await cloud.SendAsync(Vault, "GET", $"{cloud.Description.Vault}/secrets/client-id");

        var requests = await cloud.AdminAsync("GET", "/requests");

        Assert.Equal(["workspace", "entra", "vault"], requests.Select(entry => (string?)entry["host"]));
        Assert.Equal("/api/2.0/preview/scim/v2/Me?x=a%2Fb", (string?)requests[0]!["path"]);
        Assert.Equal((200, 0), ((int)requests[0]!["status"]!, (int)requests[0]!["bytes"]!));
        Assert.True((int)requests[1]!["bytes"]! > 100);

        await cloud.ForgetRequestsAsync();
        Assert.Empty(await cloud.RequestsAsync());
    }

    [Fact]
    public async Task The_summary_counts_writes_to_the_workspace()
    {
        await cloud.GetAsync("/api/2.0/preview/scim/v2/Me");
        using (await cloud.Workspace.PostAsync(new Uri("/api/2.0/nothing", UriKind.Relative), null)) { }

        var summary = await cloud.AdminAsync("GET", "/requests/summary");

        Assert.Equal((2, 1, 0), ((int)summary["requests"]!, (int)summary["writes"]!, (int)summary["in_flight"]!));
        Assert.Equal(1, (int)summary["by_status"]!["404"]!);
    }

    [Fact]
    public async Task A_reset_forgets_everything_but_the_keys()
    {
        await cloud.SendAsync(Vault, "PUT", $"{cloud.Description.Vault}/secrets/mine", JObject.Parse("""{"value":"1"}"""));
        var token = await cloud.TokenAsync(Vault);
        await cloud.AddFaultAsync("""{"status":500,"times":0}""");

        await cloud.AdminAsync("POST", "/reset");

        using var gone = await cloud.SendAsync(Vault, "GET", $"{cloud.Description.Vault}/secrets/mine");
        using var seeded = await cloud.SendAsync(Vault, "GET", $"{cloud.Description.Vault}/secrets/client-id");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{cloud.Description.Vault}/secrets/client-id");
        request.Headers.Authorization = new("Bearer", token);
        using var withOldToken = await cloud.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.OK, seeded.StatusCode);
        Assert.Equal(HttpStatusCode.OK, withOldToken.StatusCode);
        await cloud.GetAsync("/api/2.0/preview/scim/v2/Me");
    }

    [Fact]
    public async Task The_state_is_shown_without_anything_secret()
    {
        var text = (await cloud.AdminAsync("GET", "/state")).ToString();

        Assert.Contains("client-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain(cloud.Description.Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain(cloud.Description.DeveloperClientSecret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            (string)cloud.Server.State.Table("cloud").Get("accounts")!["deployment_secret"]!,
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Admin_calls_take_json_under_the_content_type_that_curl_sends()
    {
        using var content = new StringContent("""{"advance_ms":"1000"}""", null, "application/x-www-form-urlencoded");
        using var answer = await cloud.Http.PostAsync(new Uri(cloud.Description.Admin + "/clock"), content);

        Assert.Equal(1000, (long)JObject.Parse(await answer.Content.ReadAsStringAsync())["offset_ms"]!);
    }
}
