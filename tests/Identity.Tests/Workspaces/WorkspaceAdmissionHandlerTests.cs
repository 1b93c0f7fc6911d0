using Azure.Core;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Identity.Workspaces;

namespace Layercake.Identity.Tests.Workspaces;

/// <summary>A principal whom the workspace may not know yet.</summary>
public sealed class WorkspaceAdmissionHandlerTests
{
    private const string ResourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
    private const string Me = "/api/2.0/preview/scim/v2/Me";

    private readonly List<string> asked = [];

    [Fact]
    public async Task Whom_the_workspace_knows_shows_no_management_token()
    {
        using var http = Client(ResourceId, (path, _) => path == "/denied" ? 403 : 200);

        Assert.Equal(200, await GetAsync(http, "/a"));
        Assert.Equal(403, await GetAsync(http, "/denied"));
        Assert.Equal(["/a", "/denied"], asked);
    }

    [Fact]
    public async Task A_member_who_is_first_denied_something_is_not_made_an_administrator()
    {
        using var http = Client(ResourceId, (path, _) => path == Me ? 200 : 403);

        Assert.Equal(403, await GetAsync(http, "/denied"));
        Assert.Equal(["/denied", Me], asked);
    }

    [Fact]
    public async Task Whom_it_does_not_know_shows_the_management_token_from_then_on()
    {
        using var http = Client(ResourceId, (_, introduced) => introduced ? 200 : 403);

        Assert.Equal(200, await GetAsync(http, "/a"));
        Assert.Equal(200, await GetAsync(http, "/b"));
        Assert.Equal(["/a", Me, $"/a token-for-m {ResourceId}", $"/b token-for-m {ResourceId}"], asked);
    }

    [Fact]
    public async Task Who_may_not_manage_it_either_is_told_both_ways_in()
    {
        using var http = Client(ResourceId, (_, _) => 403);

        var failure = await Assert.ThrowsAsync<NotAdmittedException>(() => GetAsync(http, "/a"));

        Assert.Equal(
            "The workspace does not know client c, who may not manage it in Azure either: User not authorized. Either add it to the "
                + "workspace as a service principal (in the workspace: Settings, Identity and access), "
                + $"or give it the role Contributor on {ResourceId} in Azure (az role assignment create --role Contributor).",
            failure.Message
        );
    }

    [Fact]
    public async Task Without_the_workspaces_name_in_Azure_it_says_what_to_add()
    {
        using var http = Client(null, (_, _) => 403);

        var failure = await Assert.ThrowsAsync<NotAdmittedException>(() => GetAsync(http, "/a"));

        Assert.EndsWith(
            "name the workspace in the environment file by subscription_id, resource_group and workspace_name instead of its URL.",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    private static async Task<int> GetAsync(HttpMessageInvoker http, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://adb-1.7.azuredatabricks.net" + path));
        using var response = await http.SendAsync(request, CancellationToken.None);
        return (int)response.StatusCode;
    }

    private HttpMessageInvoker Client(string? resourceId, Func<string, bool, int> status) =>
        new(
            new WorkspaceAdmissionHandler(
                new Source(),
                resourceId,
                "m",
                new ScriptedAzure(
                    (request, _) =>
                    {
                        var introduced = request.Headers.TryGetValues("X-Databricks-Azure-SP-Management-Token", out var token);
                        var path = request.RequestUri!.AbsolutePath;
                        asked.Add(
                            introduced
                                ? $"{path} {token!.Single()} "
                                    + $"{request.Headers.GetValues("X-Databricks-Azure-Workspace-Resource-Id").Single()}"
                                : path
                        );
                        return ScriptedAzure.Reply(
                            status(path, introduced),
                            """{ "error_code": "PERMISSION_DENIED", "message": "User not authorized." }"""
                        );
                    }
                )
            )
        );

    private sealed class Source : ITokenSource
    {
        public string Description => "client c";

        public ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct) =>
            ValueTask.FromResult(new AccessToken($"token-for-{resource}", DateTimeOffset.MaxValue));
    }
}
