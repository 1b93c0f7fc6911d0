using System.Net;
using System.Text;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests.Access;

public sealed class HeaderSignInTests
{
    private const string Group = "6f1c2b0e-94d3-4a57-8c21-7be0a5d94f36";

    private static readonly WebConfiguration Proxy = new()
    {
        Mode = SignInMode.Proxy,
        TrustedProxies = [SignInServer.Loopback],
        Roles = SignInServer.Rules("readers", Group),
    };

    [Fact]
    public async Task A_trusted_proxy_says_who_asks_and_their_groups_say_what_they_see()
    {
        await using var server = await SignInServer.StartAsync(Proxy);

        var (status, text) = await server.GetAsync("/", ("X-Forwarded-User", "ann"), ("X-Forwarded-Groups", "others, readers"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(">ann<", text, StringComparison.Ordinal);
        Assert.Contains("environments/dev/import", text, StringComparison.Ordinal);
        Assert.DoesNotContain("environments/prod/import", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_that_the_server_does_not_go_has_no_link_and_its_page_no_step()
    {
        var modes = new AppModes(new Dictionary<string, AppMode> { ["dev"] = AppMode.Export });
        await using var server = await SignInServer.StartAsync(Proxy with { AppModes = modes });
        var headers = new[] { ("X-Forwarded-User", "ann"), ("X-Forwarded-Groups", "readers") };

        var (_, overview) = await server.GetAsync("/", headers);
        var (_, import) = await server.GetAsync("/environments/dev/import", headers);

        Assert.Contains("environments/dev/export", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("environments/dev/import", overview, StringComparison.Ordinal);
        Assert.Contains("This server does not import to dev: its app_mode there is export.", import, StringComparison.Ordinal);
        Assert.DoesNotContain("Validate", import, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_an_environment_that_a_user_may_not_see_is_refused()
    {
        await using var server = await SignInServer.StartAsync(Proxy);

        var (status, text) = await server.GetAsync(
            "/environments/prod/import",
            ("X-Forwarded-User", "ann"),
            ("X-Forwarded-Groups", "readers")
        );

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("ann may not see prod: it needs the role look there.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_may_give_a_role_in_one_environment_alone()
    {
        await using var server = await SignInServer.StartAsync(Proxy);
        var headers = new[] { ("X-Forwarded-User", "bob"), ("X-Forwarded-Groups", Group.ToUpperInvariant()) };

        var (_, overview) = await server.GetAsync("/", headers);

        Assert.Contains("environments/prod/import", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("environments/dev/import", overview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_from_elsewhere_than_a_trusted_proxy_sign_nobody_in()
    {
        await using var server = await SignInServer.StartAsync(Proxy with { TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });
        var headers = new[] { ("X-Forwarded-User", "ann"), ("X-Forwarded-Groups", "readers"), ("X-Forwarded-For", "10.0.0.1") };

        var (status, _) = await server.GetAsync("/", headers);
        await server.GetAsync("/runs", headers);
        await server.GetAsync("/");

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(
            "UntrustedSenders: 127.0.0.1 sends the header X-Forwarded-User, which counts from trusted_proxies only. If that is your proxy, "
                + "add its network there.",
            $"{server.Errors}".Trim()
        );
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/_blazor")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/runs")]
    [InlineData("/sign-out")]
    public async Task Without_a_user_nothing_is_answered(string path)
    {
        await using var server = await SignInServer.StartAsync(Proxy);

        var (status, _) = await server.GetAsync(path, ("X-Forwarded-Groups", "readers"));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_header_that_is_there_twice_signs_nobody_in()
    {
        await using var server = await SignInServer.StartAsync(Proxy);

        var (status, _) = await server.GetAsync(
            "/",
            ("X-Forwarded-User", "mallory"),
            ("X-Forwarded-User", "ann"),
            ("X-Forwarded-Groups", "readers")
        );

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Who_has_no_role_anywhere_is_told_so_and_gets_nothing()
    {
        await using var server = await SignInServer.StartAsync(Proxy);

        var (status, text) = await server.GetAsync("/", ("X-Forwarded-User", "eve"), ("X-Forwarded-Groups", "others"));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.StartsWith("You are signed in as eve, and have no role here", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_the_headers_can_be_configured()
    {
        await using var server = await SignInServer.StartAsync(Proxy with { UserHeader = "X-Who", GroupsHeader = "X-Where" });

        var (configured, _) = await server.GetAsync("/", ("X-Who", "ann"), ("X-Where", "readers"));
        var (usual, _) = await server.GetAsync("/", ("X-Forwarded-User", "ann"), ("X-Forwarded-Groups", "readers"));

        Assert.Equal(HttpStatusCode.OK, configured);
        Assert.Equal(HttpStatusCode.Unauthorized, usual);
    }

    [Theory]
    [InlineData("roles", "Layercake.Look", HttpStatusCode.OK)]
    [InlineData("http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "Layercake.Look", HttpStatusCode.OK)]
    [InlineData("groups", Group, HttpStatusCode.OK)]
    [InlineData("groups", "Layercake.Look", HttpStatusCode.Forbidden)]
    [InlineData("roles", Group, HttpStatusCode.Forbidden)]
    [InlineData("other", "Layercake.Look", HttpStatusCode.Forbidden)]
    public async Task App_service_says_roles_and_groups_in_claims(string type, string value, HttpStatusCode expected)
    {
        await using var server = await SignInServer.StartAsync(
            Proxy with
            {
                Mode = SignInMode.EasyAuth,
                Roles = SignInServer.Rules("Layercake.Look", Group),
            }
        );
        var principal = $$"""
            {
              "auth_typ": "aad",
              "claims": [{ "typ": "{{type}}", "val": "{{value}}" }],
              "name_typ": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
              "role_typ": "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"
            }
            """;

        var (status, _) = await server.GetAsync(
            "/",
            ("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(Encoding.UTF8.GetBytes(principal))),
            ("X-MS-CLIENT-PRINCIPAL-NAME", "ann@contoso.example")
        );

        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData("no base64!")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("")]
    public async Task A_principal_that_cannot_be_read_signs_nobody_in(string principal)
    {
        await using var server = await SignInServer.StartAsync(Proxy with { Mode = SignInMode.EasyAuth });

        var (status, _) = await server.GetAsync(
            "/",
            ("X-MS-CLIENT-PRINCIPAL", principal),
            ("X-MS-CLIENT-PRINCIPAL-NAME", "ann@contoso.example")
        );

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task The_host_that_a_trusted_proxy_forwards_counts_and_no_other()
    {
        var behind = Proxy with { PublicUrl = new Uri("https://page.example") };
        await using var server = await SignInServer.StartAsync(behind);
        await using var distrusting = await SignInServer.StartAsync(behind with { TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });
        (string, string)[] Headers(string host, string forwarded) =>
            [
                ("Host", host),
                ("X-Forwarded-Host", forwarded),
                ("X-Forwarded-User", "ann"),
                ("X-Forwarded-Groups", "readers"),
            ];

        var (forwarded, _) = await server.GetAsync("/", Headers("inner:80", "page.example"));
        var (other, _) = await server.GetAsync("/", Headers("inner:80", "evil.example"));
        var (direct, _) = await distrusting.GetAsync("/", Headers("inner:80", "page.example"));

        Assert.Equal(HttpStatusCode.OK, forwarded);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, other);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, direct);
    }
}
