using System.Net;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

public sealed class ResourceManagerTests : IAsyncLifetime
{
    private const string Resource = "https://management.azure.com";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_workspace_is_found_by_its_name_in_any_case()
    {
        var (status, workspace) = await GetAsync(
            cloud.Description.SubscriptionId.ToUpperInvariant(),
            cloud.Description.ResourceGroup.ToUpperInvariant(),
            cloud.Description.WorkspaceName
        );

        Assert.Equal(200, status);
        Assert.Equal(cloud.Description.WorkspaceHttps, $"https://{workspace["properties"]!["workspaceUrl"]}");
        Assert.Equal(cloud.Description.WorkspaceId, (string?)workspace["properties"]!["workspaceId"]);
        Assert.Equal("Succeeded", (string?)workspace["properties"]!["provisioningState"]);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var (s, g, w) = (cloud.Description.SubscriptionId, cloud.Description.ResourceGroup, cloud.Description.WorkspaceName);

        Assert.Equal((404, "SubscriptionNotFound"), Code(await GetAsync(Guid.Empty.ToString(), g, w)));
        Assert.Equal((404, "ResourceGroupNotFound"), Code(await GetAsync(s, "nope", w)));
        Assert.Equal((404, "ResourceNotFound"), Code(await GetAsync(s, g, "nope")));
    }

    [Fact]
    public async Task Without_a_token_there_is_a_challenge()
    {
        using var answer = await cloud.Http.GetAsync(
            new Uri(
                $"{cloud.Description.Arm}/subscriptions/{cloud.Description.SubscriptionId}/resourceGroups/g"
                    + "/providers/Microsoft.Databricks/workspaces/w"
            )
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(
            $"authorization_uri=\"{cloud.Description.Authority}/{cloud.Description.TenantId}\"",
            answer.Headers.WwwAuthenticate.ToString(),
            StringComparison.Ordinal
        );
    }

    private static (int, string?) Code((int Status, JObject Body) answer) => (answer.Status, (string?)answer.Body["error"]?["code"]);

    private async Task<(int Status, JObject Body)> GetAsync(string subscription, string group, string name)
    {
        // Two slashes, as Azure's own client sends when it is given the audience with one.
        using var answer = await cloud.SendAsync(
            Resource,
            "GET",
            $"{cloud.Description.Arm}//subscriptions/{subscription}/resourcegroups/{group}"
                + $"/providers/Microsoft.Databricks/workspaces/{name}?api-version=2024-05-01"
        );
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
