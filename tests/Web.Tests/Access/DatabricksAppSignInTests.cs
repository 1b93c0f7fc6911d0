using System.Net;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Tests.Access;

public sealed class DatabricksAppSignInTests : IAsyncLifetime
{
    private const string User = "developer@layercake.example";

    private readonly ManualClock clock = new();
    private LocalCloudFixture cloud = null!;
    private SignInServer server = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        var me = await cloud.GetAsync("/api/2.0/preview/scim/v2/Me");
        var group = (string)me["groups"]!.First(group => (string?)group["display"] == "admins")["value"]!;
        server = await SignInServer.StartAsync(
            new WebConfiguration
            {
                Mode = SignInMode.DatabricksApp,
                TrustedProxies = [SignInServer.Loopback],
                WorkspaceUrl = new Uri(cloud.Description.WorkspaceHttp),
                Roles = SignInServer.Rules(group, "nobody"),
                DeployAs = new DeployAsRules(new Dictionary<string, DeployAs> { ["*"] = DeployAs.User }),
            },
            clock: clock
        );
        await cloud.ForgetRequestsAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_proved_at_the_workspace_before_its_user_is_believed()
    {
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(User, cloud.Description.Token));
        Assert.Equal(["GET /api/2.0/preview/scim/v2/Me"], await cloud.RequestsAsync());
        Assert.Equal(cloud.Description.Token, server.Server.SignIns.Tokens.Of(User)?.Value);
    }

    [Theory]
    [InlineData(User, "dapi-forged")]
    [InlineData(User, null)]
    [InlineData("admin@layercake.example", "TOKEN")]
    [InlineData(null, "TOKEN")]
    public async Task A_user_whose_token_it_is_not_is_not_believed(string? email, string? token)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await OpenAsync(email, token == "TOKEN" ? cloud.Description.Token : token));
        Assert.Null(server.Server.SignIns.Tokens.Of(email ?? User));
    }

    [Fact]
    public async Task The_workspace_is_asked_again_after_a_minute()
    {
        await OpenAsync(User, cloud.Description.Token);
        await OpenAsync(User, cloud.Description.Token);
        Assert.Single(await cloud.RequestsAsync());

        await cloud.AdminAsync("POST", "/workspace-users", new JObject { ["user_name"] = User, ["groups"] = new JArray("users") });
        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync(User, cloud.Description.Token));
    }

    private async Task<HttpStatusCode> OpenAsync(string? email, string? token)
    {
        List<(string, string)> headers = [];
        if (email is not null)
            headers.Add(("X-Forwarded-Email", email));
        if (token is not null)
            headers.Add(("X-Forwarded-Access-Token", token));
        return (await server.GetAsync("/", [.. headers])).Status;
    }
}
