using System.Net;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Tests.Access;

/// <summary>Tokens with which runs act as users who sign in by Entra (<c>deploy_as</c>), from the local cloud.</summary>
public sealed class EntraTokenTests : IAsyncLifetime
{
    private const string User = "looker@layercake.example";

    private readonly ManualClock clock = new(TimeProvider.System.GetUtcNow());
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_sign_in_brings_a_token_with_which_the_workspace_knows_the_user()
    {
        await using var server = await StartAsync(DeployAs.User);
        using var browser = new EntraBrowser(server, cloud);

        var (status, text) = await browser.SignInAsync(User);

        Assert.Equal(HttpStatusCode.OK, status);
        var token = server.Server.SignIns.Tokens.Of(User)!.Value;
        Assert.Equal(User, await WhoAsync(token));
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.Equal("***", server.Redactor.Redact(token));
    }

    [Theory]
    [InlineData(DeployAs.ServicePrincipal, User)]
    [InlineData(DeployAs.User, "guest@layercake.example")]
    public async Task No_token_is_kept_that_no_run_can_need(DeployAs who, string user)
    {
        await using var server = await StartAsync(who);
        using var browser = new EntraBrowser(server, cloud);

        await browser.SignInAsync(user);

        Assert.Null(server.Server.SignIns.Tokens.Of(user));
    }

    [Fact]
    public async Task Whose_token_is_over_gets_another_with_the_next_page_and_goes_to_Entra_for_it_once()
    {
        await using var server = await StartAsync(DeployAs.User);
        using var browser = new EntraBrowser(server, cloud);
        await browser.SignInAsync(User);
        var first = server.Server.SignIns.Tokens.Of(User)!;

        clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/")).Status);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.OpenAsync("/")).Status);

        // The local cloud's own clock stands where it was: what it gives now is over just as soon.
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync(User)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/")).Status);
        Assert.NotEqual(first.Value, server.Server.SignIns.Tokens.Of(User)!.Value);
    }

    [Fact]
    public async Task An_open_page_is_not_ended_by_a_token_that_is_over()
    {
        await using var server = await StartAsync(DeployAs.User);
        using var browser = new EntraBrowser(server, cloud);
        await browser.SignInAsync(User);

        clock.Advance(TimeSpan.FromMinutes(70));

        Assert.NotEqual(HttpStatusCode.Unauthorized, (await browser.OpenAsync("/_blazor/negotiate?negotiateVersion=1", "*/*")).Status);
        Assert.StartsWith($"The token of {User} expired at ", server.Server.SignIns.Problem(User), StringComparison.Ordinal);
    }

    private Task<SignInServer> StartAsync(DeployAs who) =>
        SignInServer.StartAsync(
            cloud.WebEntra() with
            {
                Roles = SignInServer.Rules("Layercake.Look", "nobody"),
                DeployAs = new DeployAsRules(new Dictionary<string, DeployAs> { ["dev"] = who }),
            },
            cloud.NewHandler(),
            clock
        );

    private async Task<string?> WhoAsync(string token)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"{cloud.Description.WorkspaceHttp}/api/2.0/preview/scim/v2/Me")
        );
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await cloud.Http.SendAsync(request);
        return (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["userName"];
    }
}
