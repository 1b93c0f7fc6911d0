using System.Net;
using System.Text;
using Layercake.Secrecy;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Runs;
using Layercake.Web.Security;
using Layercake.Web.Security.Forwarded;
using Layercake.Web.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Tests.Access;

/// <summary>With which token a run signs in as the user who asks (<c>deploy_as</c>), and when it has none.</summary>
public sealed class UserSignInTests
{
    private const string User = "ann@layercake.example";
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private readonly ManualClock clock = new();
    private readonly Redactor redactor = new();

    [Theory]
    [InlineData(Databricks, true)]
    [InlineData("00000003-0000-0000-c000-000000000000", false)]
    [InlineData(null, false)]
    public async Task Of_easy_auth_only_a_token_for_Azure_Databricks_counts(string? audience, bool counts)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Headers(audience is null ? "opaque" : Token(audience, clock.GetUtcNow())))
            headers[name] = value;

        var user = await new EasyAuthHeaders().ReadAsync(headers, CancellationToken.None);

        Assert.Equal((User, counts), (user!.Name, user.Token is not null));
    }

    [Theory]
    [InlineData(DeployAs.User, "Layercake.Look", true)]
    [InlineData(DeployAs.User, "nobody", false)]
    [InlineData(DeployAs.ServicePrincipal, "Layercake.Look", false)]
    public async Task A_token_is_kept_where_a_run_can_need_it_and_shown_nowhere(DeployAs who, string role, bool isKept)
    {
        var configured = Configured(who) with { Roles = SignInServer.Rules(role, "nobody") };
        await using var server = await SignInServer.StartAsync(configured, clock: clock);
        var token = Token(Databricks, clock.GetUtcNow().AddHours(1));

        var (status, text) = await server.GetAsync("/", Headers(token));

        Assert.Equal(role == "nobody" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, status);
        Assert.Equal(isKept ? token : null, server.Server.SignIns.Tokens.Of(User)?.Value);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.Equal(isKept, text.Contains("dev is deployed to as the user who asks (deploy_as).", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_would_need_an_expired_token_is_refused_by_name_until_a_newer_one_came()
    {
        var (signIns, host) = (SignIns(Configured(DeployAs.User)), new MemoryRunHost());
        var runs = new RunList(host, clock, AppModes.Both, signIns);
        var user = new WebUser(User, RoleRules.All);
        WebRun Start(RunTask task) => runs.Start(user, new RunRequest { Task = task, Environment = "dev" });
        string Refusal() => Assert.Throws<RunRefusedException>(() => Start(RunTask.Validate)).Message;

        Assert.StartsWith($"No token of {User} came with the page", Refusal(), StringComparison.Ordinal);
        Assert.EndsWith("user_impersonation in loginParameters, and sign in again.", Refusal(), StringComparison.Ordinal);

        signIns.Tokens.Keep(User, new UserToken(Token(Databricks, clock.GetUtcNow().AddMinutes(1))));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.StartsWith($"The token of {User} expired at ", Refusal(), StringComparison.Ordinal);
        Assert.Empty(host.Started);

        var newer = new UserToken(Token(Databricks, clock.GetUtcNow().AddMinutes(1)));
        signIns.Tokens.Keep(User, newer);
        Start(RunTask.Validate);
        Assert.Single(host.Started);
        Assert.Equal("***", redactor.Redact(newer.Value));
        Assert.Equal("a token", $"{newer}");
    }

    [Theory]
    [InlineData(SignInMode.EasyAuth, "https://adb-1.2.azuredatabricks.net", true)]
    [InlineData(SignInMode.EasyAuth, "http://adb-1.2.azuredatabricks.net", false)]
    [InlineData(SignInMode.EasyAuth, "https://azuredatabricks.net.evil.example", false)]
    [InlineData(SignInMode.EasyAuth, "https://evil-azuredatabricks.net", false)]
    [InlineData(SignInMode.DatabricksApp, "https://adb-1.2.azuredatabricks.net", true)]
    [InlineData(SignInMode.DatabricksApp, "https://adb-3.4.azuredatabricks.net", false)]
    public void A_file_of_the_repository_cannot_lead_a_token_elsewhere(SignInMode mode, string workspace, bool mayGo)
    {
        var web = Configured(DeployAs.User) with { Mode = mode, WorkspaceUrl = new Uri("https://adb-1.2.azuredatabricks.net") };

        Assert.Equal(mayGo, SignIns(web).MayGoTo(new Uri(workspace)));
    }

    private UserSignIns SignIns(WebConfiguration web) => TokenRules.Of(web, new UserTokens(redactor, clock), clock);

    private static WebConfiguration Configured(DeployAs who) =>
        new()
        {
            Mode = SignInMode.EasyAuth,
            TrustedProxies = [SignInServer.Loopback],
            DeployAs = new DeployAsRules(new Dictionary<string, DeployAs> { ["dev"] = who }),
        };

    private static (string Name, string Value)[] Headers(string token) =>
        [
            ("X-MS-CLIENT-PRINCIPAL-NAME", User),
            ("X-MS-CLIENT-PRINCIPAL", Base64("""{ "claims": [{ "typ": "roles", "val": "Layercake.Look" }] }""")),
            ("X-MS-TOKEN-AAD-ACCESS-TOKEN", token),
        ];

    private static string Token(string audience, DateTimeOffset end) =>
        $"e30.{Base64($$"""{"aud":"{{audience}}","exp":{{end.ToUnixTimeSeconds()}}}""").TrimEnd('=')}.c2ln";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
