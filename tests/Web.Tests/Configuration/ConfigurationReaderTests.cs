using Layercake.Engine.Declarations;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Configuration;

namespace Layercake.Web.Tests.Configuration;

public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Roles = """ "roles": { "*": { "look": ["Layercake.Look"] } } """;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_whole_configuration_is_read()
    {
        File.WriteAllText(Path.Combine(folder.FullPath, "secret"), "of-the-application\n");
        var (web, findings) = Read(
            """
            {
              // Comments are allowed.
              "auth": "entra",
              "listen": "0.0.0.0",
              "public_url": "https://page.example",
              "trusted_proxies": ["10.0.4.0/24", "fd00::/8"],
              "entra": {
                "tenant_id": "5e0c9d1a-7b42-4f68-9c3d-2a6b8e1f4d70",
                "client_id": "0c9d1a5e-7b42-4f68-9c3d-2a6b8e1f4d70",
                "client_secret_file": "secret"
              },
              "roles": {
                "*": { "look": ["Layercake.Look"] },
                "prod": { "deploy": ["6F1C2B0E-94D3-4A57-8C21-7BE0A5D94F36"], "delete": [] }
              }
            }
            """
        );

        Assert.Equal([], findings);
        Assert.Equal(SignInMode.Entra, web!.Mode);
        Assert.Equal("of-the-application", web.Entra!.ClientSecret);
        Assert.DoesNotContain("of-the-application", web.ToString(), StringComparison.Ordinal);
        Assert.Equal("https://login.microsoftonline.com/", web.Entra.Authority.ToString());
        Assert.Equal(2, web.TrustedProxies.Count);
        var member = web.Roles.Of(new HashSet<string> { "6f1c2b0e-94d3-4a57-8c21-7be0a5d94f36" });
        Assert.Equal(new HashSet<WebRole> { WebRole.Deploy, WebRole.Look }, member["prod"]);
        Assert.Empty(member["*"]);
    }

    [Theory]
    [InlineData("""{ "aut": "proxy" }""", "web.json(1,3): error WEB001: aut is no member of the configuration. Did you mean auth?")]
    [InlineData("""{ "auth": "basic" }""", "WEB002: auth must be one of entra, databricks-app, easy-auth, proxy.")]
    [InlineData("""{ "auth": "proxy", "auth": "entra" }""", "error JSN")]
    [InlineData("""{ "listen": "0" }""", "WEB002: listen must be an address of this machine")]
    [InlineData("""{ "listen": 80 }""", "WEB002: listen must be")]
    [InlineData("""{ "public_url": "http://page.example" }""", "WEB002: public_url must be an address")]
    [InlineData("""{ "public_url": "https://page.example/path" }""", "WEB002: public_url must be an address")]
    [InlineData("""{ "trusted_proxies": ["10.0.0.1/8"] }""", "WEB002: trusted_proxies must be a list of networks")]
    [InlineData("""{ "trusted_proxies": ["0.0.0.0/0"] }""", "WEB002: trusted_proxies must be a list of networks")]
    [InlineData("""{ "trusted_proxies": "10.0.0.0/8" }""", "WEB002: trusted_proxies must be a list of networks")]
    [InlineData("""{ "roles": { "prdo": {} } }""", "WEB004: roles.prdo: there is no environment prdo. Did you mean prod?")]
    [InlineData("""{ "roles": { "*": { "admin": [] } } }""", "WEB001: roles.*.admin is no member of the configuration.")]
    [InlineData("""{ "roles": { "*": { "look": "everyone" } } }""", "WEB002: roles.*.look must be a list of app roles")]
    [InlineData("""{ "roles": { "*": ["look"] } }""", "WEB002: roles.* must be an object")]
    [InlineData("""{ "app_mode": "exprt" }""", "web.json(1,3): error WEB002: app_mode must be one of export, import, both, or an object")]
    [InlineData("""{ "app_mode": { "prod": "none" } }""", "(1,17): error WEB002: app_mode.prod must be one of export, import, both.")]
    [InlineData("""{ "app_mode": { "prdo": "import" } }""", "WEB004: app_mode.prdo: there is no environment prdo. Did you mean prod?")]
    [InlineData("""{ "deploy_as": "me" }""", "web.json(1,3): error WEB002: deploy_as must be one of service_principal, user, or an object")]
    [InlineData("""{ "deploy_as": { "prdo": "user" } }""", "WEB004: deploy_as.prdo: there is no environment prdo. Did you mean prod?")]
    [InlineData("""{ "entra": { "tenant_id": "common" } }""", "WEB002: entra.tenant_id must be an id")]
    [InlineData("""{ "entra": { "client_secret": "x" } }""", "WEB001: entra.client_secret is no member")]
    [InlineData("""{ "entra": { "client_secret_file": "none" } }""", "WEB005: entra.client_secret_file: ")]
    [InlineData("""{ "proxy": { "user_header": "a b" } }""", "WEB002: proxy.user_header must be the name of a header")]
    [InlineData("""{ "databricks_app": { "workspace_url": "adb-1.azuredatabricks.net" } }""", "WEB002: databricks_app.workspace_url must")]
    public void A_mistake_is_refused_where_it_is(string json, string finding)
    {
        var (web, findings) = Read(json);

        Assert.Null(web);
        Assert.Contains(findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        """{ "listen": "0.0.0.0" }""",
        "nobody would have to sign in. Say how users sign in: --auth=entra|databricks-app|easy-auth|proxy; or listen on 127.0.0.1."
    )]
    [InlineData("""{ "listen": "::" }""", "nobody would have to sign in")]
    [InlineData("""{ "auth": "proxy", "trusted_proxies": ["10.0.0.0/8"] }""", "--auth=proxy needs roles")]
    [InlineData($$"""{ "auth": "proxy", {{Roles}} }""", "--auth=proxy needs trusted_proxies")]
    [InlineData($$"""{ "auth": "easy-auth", {{Roles}} }""", "--auth=easy-auth needs trusted_proxies")]
    [InlineData($$"""{ "auth": "proxy", "trusted_proxies": ["10.0.0.1/8"], {{Roles}} }""", "trusted_proxies must be a list of networks")]
    [InlineData($$"""{ "auth": "entra", {{Roles}} }""", "--auth=entra needs entra")]
    [InlineData($$"""{ "auth": "databricks-app", "trusted_proxies": ["10.0.0.0/8"], {{Roles}} }""", "needs databricks_app.workspace_url")]
    [InlineData("""{ "deploy_as": "user" }""", "and whoever opens the printed address brings none. Sign users in with ")]
    [InlineData(
        $$"""{ "deploy_as": { "prod": "user" }, "auth": "proxy", "trusted_proxies": ["10.0.0.0/8"], {{Roles}} }""",
        "deploy_as: user needs a token of each user, and --auth=proxy brings none"
    )]
    [InlineData(
        $$"""{ "auth": "proxy", "listen": "0.0.0.0", "trusted_proxies": ["10.0.0.0/8"], {{Roles}} }""",
        "A server that listens at 0.0.0.0 needs public_url"
    )]
    public void A_server_that_could_not_tell_who_asks_does_not_start(string json, string finding)
    {
        var (web, findings) = Read(json);

        Assert.Null(web);
        Assert.Contains(finding, Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mode_of_the_command_line_comes_before_that_of_the_file()
    {
        var json = $$"""{ "auth": "easy-auth", "trusted_proxies": ["10.0.0.0/8"], {{Roles}} }""";

        Assert.Equal(SignInMode.Proxy, Read(json, SignInMode.Proxy).Web!.Mode);
        Assert.Equal(SignInMode.EasyAuth, Read(json).Web!.Mode);
    }

    [Theory]
    [InlineData("{}", AppMode.Both, AppMode.Both)]
    [InlineData("""{ "app_mode": "export" }""", AppMode.Export, AppMode.Export)]
    [InlineData("""{ "app_mode": { "prod": "import" } }""", AppMode.Both, AppMode.Import)]
    [InlineData("""{ "app_mode": { "*": "export", "prod": "both" } }""", AppMode.Export, AppMode.Both)]
    public void The_mode_may_differ_by_environment(string json, AppMode dev, AppMode prod)
    {
        var modes = Read(json).Web!.AppModes;

        Assert.Equal((dev, prod), (modes.Of("dev"), modes.Of("prod")));
    }

    [Theory]
    [InlineData("", DeployAs.ServicePrincipal, DeployAs.ServicePrincipal)]
    [InlineData(""" "deploy_as": "user", """, DeployAs.User, DeployAs.User)]
    [InlineData(""" "deploy_as": { "prod": "user" }, """, DeployAs.ServicePrincipal, DeployAs.User)]
    [InlineData(""" "deploy_as": { "*": "user", "prod": "service_principal" }, """, DeployAs.User, DeployAs.ServicePrincipal)]
    public void Runs_are_of_the_service_principal_unless_an_environment_says_otherwise(string json, DeployAs dev, DeployAs prod)
    {
        var read = Read($$"""{ {{json}} "auth": "easy-auth", "trusted_proxies": ["10.0.0.0/8"], {{Roles}} }""").Web!.DeployAs;

        Assert.Equal((dev, prod), (read.Of("dev"), read.Of("prod")));
        Assert.Equal(prod == DeployAs.User, read.Warning("prod") is not null);
    }

    private (WebConfiguration? Web, IReadOnlyList<string> Findings) Read(string json, SignInMode? mode = null)
    {
        var path = Path.Combine(folder.FullPath, "web.json");
        File.WriteAllText(path, json);
        var findings = new List<Finding>();
        var web = ConfigurationReader.Read(path, mode, ["dev", "prod"], findings);
        return (web, [.. findings.Select(finding => finding.ToString())]);
    }
}
