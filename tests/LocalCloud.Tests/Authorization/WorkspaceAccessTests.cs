using System.Net;
using System.Text;
using Layercake.Testing;

namespace Layercake.LocalCloud.Tests.Authorization;

public sealed class WorkspaceAccessTests : IAsyncLifetime
{
    private const string Me = "/api/2.0/preview/scim/v2/Me";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task The_personal_access_token_is_a_users()
    {
        var me = await cloud.GetAsync(Me);

        Assert.Equal(cloud.Server.State.Table("cloud").Get("accounts")!["user_id"], me["id"]);
        Assert.NotNull(me["emails"]);
        Assert.Matches("^dapi[0-9a-f]{32}-2$", cloud.Description.Token);
    }

    [Fact]
    public async Task Every_answer_names_the_workspace()
    {
        using var answer = await cloud.Workspace.GetAsync(new Uri(Me, UriKind.Relative));

        Assert.Equal(cloud.Description.WorkspaceId, Assert.Single(answer.Headers.GetValues("x-databricks-org-id")));
        Assert.Single(answer.Headers.GetValues("x-request-id"));
        Assert.Equal("databricks", Assert.Single(answer.Headers.GetValues("server")));
    }

    [Theory]
    [InlineData(null, 401, "401")]
    [InlineData("dapi00000000000000000000000000000000-2", 403, "403")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.c2ln", 401, "\"UNAUTHENTICATED\"")]
    public async Task A_wrong_credential_is_refused(string? token, int status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, cloud.Description.WorkspaceHttps + Me);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);

        using var answer = await cloud.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.StartsWith($$"""{"error_code":{{code}},""", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", HttpStatusCode.OK)]
    [InlineData("dana", HttpStatusCode.Unauthorized)]
    public async Task A_token_is_taken_for_the_password_of_the_user_token(string user, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, cloud.Description.WorkspaceHttp + Me);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{cloud.Description.Token}")));

        using var answer = await cloud.Http.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task What_can_be_read_has_a_head_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Me);

        using var answer = await cloud.Workspace.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_unknown_route_says_so_as_the_service_does()
    {
        using var answer = await cloud.Workspace.PostAsync(new Uri("/api/2.0/clusters/creat", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            """{"error_code":"ENDPOINT_NOT_FOUND","message":"No API found for 'POST /clusters/creat'"}""",
            await answer.Content.ReadAsStringAsync()
        );
    }
}
