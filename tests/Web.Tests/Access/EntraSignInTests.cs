using System.Net;
using System.Text;
using Layercake.Testing;
using Layercake.Web.Configuration;
using Layercake.Web.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Tests.Access;

/// <summary>Microsoft.Identity.Web as it is, against the local cloud's Entra.</summary>
public sealed class EntraSignInTests : IAsyncLifetime
{
    private const string Group = "6f1c2b0e-94d3-4a57-8c21-7be0a5d94f36";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_user_signs_in_with_the_app_role_that_the_configuration_names_and_out_again()
    {
        await using var server = await StartAsync(cloud.NewHandler());
        using var browser = new EntraBrowser(server, cloud);

        var (status, text) = await browser.SignInAsync("looker@layercake.example");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(">looker@layercake.example<", text, StringComparison.Ordinal);
        Assert.Contains("environments/dev/import", text, StringComparison.Ordinal);
        Assert.DoesNotContain("environments/prod/import", text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, await browser.SignOutAsync("https://evil.example"));
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/")).Status);
        Assert.Equal(HttpStatusCode.OK, await browser.SignOutAsync(server.Server.ListensAt));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.OpenAsync("/")).Status);
    }

    [Fact]
    public async Task The_id_of_a_group_gives_a_role()
    {
        await using var server = await StartAsync(cloud.NewHandler());
        using var browser = new EntraBrowser(server, cloud);

        var (status, text) = await browser.SignInAsync("member@layercake.example");
        Assert.True(status == HttpStatusCode.OK, text);

        Assert.Contains("environments/prod/import", text, StringComparison.Ordinal);
        Assert.DoesNotContain("environments/dev/import", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_role_is_signed_in_and_refused()
    {
        await using var server = await StartAsync(cloud.NewHandler());
        using var browser = new EntraBrowser(server, cloud);

        var (status, text) = await browser.SignInAsync("guest@layercake.example");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("guest@layercake.example", text, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\" action=\"/sign-out\">", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await browser.SignOutAsync(server.Server.ListensAt));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.OpenAsync("/")).Status);
    }

    [Fact]
    public async Task Only_what_a_person_opens_leads_to_a_sign_in()
    {
        await using var server = await StartAsync(cloud.NewHandler());

        var (status, _) = await server.GetAsync("/_blazor/negotiate", ("Accept", "*/*"));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Theory]
    [InlineData("roles", "another role")]
    [InlineData("aud", "another application")]
    [InlineData("", "no signature")]
    public async Task A_token_that_was_changed_on_the_way_signs_nobody_in(string claim, string value)
    {
        await using var server = await StartAsync(new Tampering(cloud.NewHandler(), claim, value));
        using var browser = new EntraBrowser(server, cloud);

        var (status, _) = await browser.SignInAsync("looker@layercake.example");

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_code_of_another_sign_in_is_not_taken()
    {
        await using var server = await StartAsync(cloud.NewHandler());
        using var browser = new EntraBrowser(server, cloud);
        using var attacker = new EntraBrowser(server, cloud);

        var callback = await attacker.CallbackAsync("deployer@layercake.example");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.OpenAsync(callback)).Status);
    }

    private Task<SignInServer> StartAsync(HttpMessageHandler entra) =>
        SignInServer.StartAsync(cloud.WebEntra() with { Roles = SignInServer.Rules("Layercake.Look", Group) }, entra);

    /// <summary>Changes a claim in tokens that come by, or cuts their signature off.</summary>
    private sealed class Tampering(HttpMessageHandler inner, string claim, string value) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var answer = await base.SendAsync(request, ct);
            if (request.Method != HttpMethod.Post)
                return answer;

            var body = JObject.Parse(await answer.Content.ReadAsStringAsync(ct));
            var parts = ((string)body["id_token"]!).Split('.');
            if (claim.Length == 0)
                body["id_token"] = $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
            else
            {
                var claims = JObject.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])));
                claims[claim] = value;
                body["id_token"] = $"{parts[0]}.{Encode(claims.ToString())}.{parts[2]}";
            }

            answer.Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");
            return answer;
        }

        private static string Encode(string part) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part));
    }
}
