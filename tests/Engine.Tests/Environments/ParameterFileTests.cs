using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Environments;

/// <summary><c>--params=params.json</c>: the parameter files of other deployment tools.</summary>
public sealed class ParameterFileTests : IDisposable
{
    private const string Tenant = "12345678-90ab-cdef-1234-567890abcdef";
    private const string Client = "22345678-90ab-cdef-1234-567890abcdef";

    private readonly TemporaryAssets assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void A_file_of_another_tool_works_as_it_is()
    {
        var dev = Load(
            "{ \"resource_group\": \"rg\", \"workspace_name\": \"adb\", \"vault_name\": \"kv-dev\", \"tenant_id\": \"contoso.com\" }",
            $$"""
            {
              "authority_type": "spn-key",
              "authority": "https://login.microsoftonline.com/{{Tenant}}",
              "client_id": "{{Client}}",
              "resource": "https://databricks.azure.net/",
              "databricks_uri": "https://adb-1.7.azuredatabricks.net/",
              "cert_thumbprint": "", "thumbprint": null, "private_key_file": "",
              "client_secret": "canary",
              "pat_token": ""
            }
            """
        )!;

        Assert.Empty(assets.Printed());
        Assert.Equal(
            ("spn-key", Tenant, Client, "https://databricks.azure.net"),
            (dev.AuthorityType, dev.TenantId, dev.ClientId, dev.Resource)
        );
        Assert.Equal((new Uri("https://adb-1.7.azuredatabricks.net/"), null), (dev.WorkspaceUrl, dev.WorkspaceName));
        Assert.Equal(("canary", "client_secret in params.json"), (dev.Given.ClientSecret!.Value, dev.Given.ClientSecret.Source));
        Assert.DoesNotContain("canary", dev.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thumbprint")]
    [InlineData("cert_thumbprint")]
    public void A_thumbprint_has_two_names(string name)
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        assets.Write("deploy.key", key.ExportPkcs8PrivateKeyPem());
        var thumbprint = new string('a', 40);

        var dev = Load(Complete, $$"""{ "authority_type": "spn-cert", "private_key_file": "deploy.key", "{{name}}": "{{thumbprint}}" }""")!;

        Assert.Empty(assets.Printed());
        Assert.Equal((thumbprint, assets.PathOf("deploy.key")), (dev.CertificateThumbprint, dev.PrivateKeyFile));
    }

    [Fact]
    public void The_command_line_comes_before_it()
    {
        var dev = Load(
            Complete,
            """{ "databricks_uri": "https://adb-2.7.azuredatabricks.net" }""",
            ("workspace_url", "https://adb-3.7.azuredatabricks.net")
        );

        Assert.Equal(new Uri("https://adb-3.7.azuredatabricks.net"), dev!.WorkspaceUrl);
    }

    [Fact]
    public void Another_way_to_sign_in_does_without_what_the_environments_way_needs()
    {
        var dev = Load(
            "{ \"authority_type\": \"spn-cert\", \"certificate_file\": \"nowhere.pfx\", " + Complete[1..],
            """{ "authority_type": "pat", "pat_token": "canary" }"""
        );

        Assert.Empty(assets.Printed());
        Assert.Equal(("pat", null, "canary"), (dev!.AuthorityType, dev.CertificateFile, dev.Given.AccessToken!.Value));
    }

    [Theory]
    [InlineData("{", "params.json(1,2): error JSN001")]
    [InlineData(
        """{ "authority_typ": "pat" }""",
        "params.json(1,3): warning ENV014: authority_typ is no parameter, and nothing uses it. Did you mean authority_type?"
    )]
    [InlineData("""{ "client_secret": 1 }""", "params.json(1,3): error ENV003: client_secret must be a text in double quotes.")]
    [InlineData(
        """{ "databricks_uri": "adb-1" }""",
        "params.json(1,3): error ENV004: databricks_uri must be the https address of the workspace without a path"
    )]
    [InlineData(
        """{ "databricks_uri": "https://a.azuredatabricks.net", "workspace_url": "https://b.azuredatabricks.net" }""",
        "params.json(1,54): error ENV010: workspace_url and databricks_uri are two names of one parameter. Remove one of them."
    )]
    [InlineData(
        """{ "authority_type": "password" }""",
        "params.json(1,3): error ENV004: authority_type must be spn-key, spn-cert, msi, pat, github-oidc, azure-pipelines, "
            + "workload-identity, azure-cli, databricks-oauth or auto, and it is \"password\"."
    )]
    [InlineData(
        """{ "pat_token": "canary" }""",
        "params.json(1,3): error ENV010: pat_token is given, and authority_type is spn-key. Say pat, or remove the token."
    )]
    [InlineData(
        """{ "authority_type": "msi", "client_secret": "canary" }""",
        "params.json(1,28): error ENV010: client_secret is given, and authority_type is msi, which takes none. Say spn-key, or "
            + "remove the secret."
    )]
    [InlineData(
        """{ "client_secret": "canary", "private_key_file": "x" }""",
        "params.json(1,3): error ENV010: client_secret and private_key_file are both given, and one proof is enough. Remove one of them."
    )]
    public void What_is_wrong_is_found_where_it_stands(string parameters, string finding)
    {
        Load(Complete, parameters);

        Assert.StartsWith(finding, assets.Printed()[0], StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join('\n', assets.Printed()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        assets.Write("deployment/environments/dev.json", Complete);
        var files = new EnvironmentFiles([assets.PathOf("deployment/environments")])
        {
            StartFolder = assets.PathOf("."),
            ParameterFile = "nowhere.json",
        };

        Assert.Null(files.Load("dev", new Dictionary<string, string>(), assets.Findings));
        Assert.Contains("nowhere.json", assets.Printed()[0], StringComparison.Ordinal);
    }

    private const string Complete = "{ \"workspace_url\": \"https://adb-1.7.azuredatabricks.net\", \"vault_name\": \"kv-dev\" }";

    private DeploymentEnvironment? Load(string environment, string parameters, params (string Key, string Value)[] overrides)
    {
        assets.Write("deployment/environments/dev.json", environment);
        assets.Write("params.json", parameters);
        var files = new EnvironmentFiles([assets.PathOf("deployment/environments")])
        {
            StartFolder = assets.PathOf("."),
            ParameterFile = "params.json",
        };
        return files.Load("dev", overrides.ToDictionary(pair => pair.Key, pair => pair.Value), assets.Findings);
    }
}
