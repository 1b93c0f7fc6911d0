using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Environments;

public sealed class EnvironmentFilesTests : IDisposable
{
    private const string Subscription = "12345678-90ab-cdef-1234-567890abcdef";

    private const string Workspace = "\"workspace_url\": \"https://adb-1.7.azuredatabricks.net\"";

    private const string Complete = $"{Workspace}, \"vault_name\": \"kv-dev\"";

    private static readonly IReadOnlyDictionary<string, SourceLocation> Nowhere = new Dictionary<string, SourceLocation>();

    private readonly TemporaryAssets assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void An_environment_is_what_its_file_says()
    {
        var dev = Load(
            $$"""
            {
              "subscription_id": "{{Subscription}}", "resource_group": "rg-dev", "workspace_name": "adb-dev", // looked up
              "vault_name": "KV-dev", "secret_names": { "client_secret": "deployer-secret" },
              "notebooks_path": "/Shared/team/", "init_scripts_destination": "/Volumes/main/ops/init/",
              "stop_clusters": false, "concurrency": 4,
              "state_path": "/Shared/.state", "deployment_name": "billing", "tenant_id": "{{Subscription}}"
            }
            """
        );

        Assert.Empty(assets.Printed());
        Assert.Equal(
            new DeploymentEnvironment
            {
                Name = "dev",
                File = "deployment/environments/dev.json",
                SubscriptionId = Subscription,
                ResourceGroup = "rg-dev",
                WorkspaceName = "adb-dev",
                Vault = new Uri("https://kv-dev.vault.azure.net"),
                SecretNames = new SecretNames { ClientSecret = "deployer-secret" },
                NotebooksPath = "/Shared/team",
                InitScriptsDestination = "/Volumes/main/ops/init",
                StopClusters = false,
                Concurrency = 4,
                StatePath = "/Shared/.state",
                DeploymentName = "billing",
                TenantId = Subscription,
                Positions = Nowhere,
            },
            WithoutPlaces(dev)
        );
    }

    [Fact]
    public void What_is_left_out_has_its_default() =>
        Assert.Equal(
            new DeploymentEnvironment
            {
                Positions = Nowhere,
                Name = "dev",
                File = "deployment/environments/dev.json",
                WorkspaceUrl = new Uri("https://adb-1.7.azuredatabricks.net"),
                Vault = new Uri("https://kv-dev.vault.azure.net"),
            },
            WithoutPlaces(Load($"{{ {Complete}, \"concurrency\": null, \"secret_names\": null }}"))
        );

    [Theory]
    [InlineData("deployment", "deployment")]
    [InlineData("deployment/environments", "deployment/environments")]
    [InlineData("deployment/environments/dev.json", "deployment/environments/dev.json")]
    [InlineData("deployment/environments/dev.mappings.json", null)]
    [InlineData("deployment/environments/variables.json", "deployment/environments/variables.json")]
    public void A_link_that_leads_nowhere_does_not_give_way_to_another_folder(string link, string? file)
    {
        assets.Write("host/environments/dev.json", $"{{ {Complete} }}");
        if (Path.GetFileName(link) != "dev.json" && link.EndsWith(".json", StringComparison.Ordinal))
            assets.Write("deployment/environments/dev.json", $"{{ {Complete} }}");
        Directory.CreateDirectory(Path.GetDirectoryName(assets.PathOf(link))!);
        File.CreateSymbolicLink(assets.PathOf(link), "/not/mounted");

        var dev = new EnvironmentFiles([assets.PathOf("deployment/environments"), assets.PathOf("host/environments")]).Load(
            "dev",
            new Dictionary<string, string>(),
            assets.Findings
        );

        if (file is null)
            Assert.Equal(assets.PathOf(link), dev!.MappingsFile);
        else
            Assert.EndsWith(
                $"{file}: error FIL002: This link leads nowhere. Correct or remove it.",
                Assert.Single(assets.Printed()),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_folder_named_as_an_environment_does_not_give_way_to_another()
    {
        Directory.CreateDirectory(assets.PathOf("deployment/environments/dev.json"));
        assets.Write("host/environments/dev.json", $"{{ {Complete} }}");

        Assert.Null(
            new EnvironmentFiles([assets.PathOf("deployment/environments"), assets.PathOf("host/environments")]).Load(
                "dev",
                new Dictionary<string, string>(),
                assets.Findings
            )
        );
        Assert.Equal(
            ["deployment/environments/dev.json: error FIL001: This is a folder, and a file is expected. Rename or remove it."],
            assets.Printed()
        );
    }

    [Fact]
    public void An_environment_knows_where_its_file_sets_what() =>
        Assert.Equal(
            new SourceLocation("deployment/environments/dev.json", 1, 3),
            Load($"{{ {Complete} }}")!.PlaceOf("vault_url", "workspace_url")
        );

    [Theory]
    [InlineData("https://adb-1.7.azuredatabricks.net", false)]
    [InlineData("https://adb-1.7.databricks.azure.us", false)]
    [InlineData("https://adb-1.7.databricks.azure.cn", false)]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("https://azuredatabricks.net.example", true)]
    [InlineData("https://adb-1.7.azuredatabricks.com", true)]
    public void An_address_that_is_none_of_Databricks_is_a_warning_since_it_gets_the_token(string url, bool isStrange)
    {
        Load($$"""{ "workspace_url": "{{url}}", "vault_name": "kv-dev" }""");

        Assert.Equal(isStrange, assets.Printed().Any(finding => finding.Contains("warning ENV015", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_suffix_of_a_vault_is_that_of_its_cloud()
    {
        Assert.Equal(new Uri("https://kv-dev.vault.azure.cn"), Load($"{{ {Complete}, \"cloud\": \"china\" }}")!.Vault);
        Assert.Equal(
            new Uri("https://kv-dev.vault.usgovcloudapi.net"),
            Load($"{{ {Complete}, \"authority\": \"https://login.microsoftonline.us/contoso.us\" }}")!.Vault
        );
    }

    [Fact]
    public void The_local_environment_need_not_say_where_workspace_and_vault_are()
    {
        var local = Load("{}", name: "local");

        Assert.Empty(assets.Printed());
        Assert.Null(local!.WorkspaceUrl);
        Assert.Null(local.Vault);
    }

    [Theory]
    [InlineData("notebooks_path", "/Shared/x", "/Shared/x")]
    [InlineData("stop_clusters", "False", "False")]
    [InlineData("concurrency", "64", "64")]
    [InlineData("secret_names.client_secret", "other", "other")]
    public void The_command_line_comes_before_the_file(string key, string value, string expected)
    {
        var dev = Load($"{{ {Complete}, \"notebooks_path\": \"/Shared/y\", \"stop_clusters\": true }}", (key, value))!;

        Assert.Empty(assets.Printed());
        Assert.Contains(
            expected,
            new[] { dev.NotebooksPath, dev.StopClusters.ToString(), $"{dev.Concurrency}", dev.SecretNames.ClientSecret }
        );
    }

    [Fact]
    public void A_URL_on_the_command_line_replaces_the_names_in_the_file()
    {
        var names =
            "\"subscription_id\": \"00000000-0000-0000-0000-000000000000\", \"resource_group\": \"rg\", \"workspace_name\": "
            + "\"adb\", \"vault_name\": \"kv-dev\"";
        var dev = Load($"{{ {names} }}", ("workspace_url", "http://127.0.0.1:5001"), ("vault_url", "https://localhost:5002/"));

        Assert.Empty(assets.Printed());
        Assert.Equal(("http://127.0.0.1:5001/", null, null), (dev!.WorkspaceUrl!.ToString(), dev.WorkspaceName, dev.SubscriptionId));
        Assert.Equal(new Uri("https://localhost:5002"), dev.Vault);
    }

    [Fact]
    public void Names_on_the_command_line_replace_the_URL_in_the_file()
    {
        var dev = Load($"{{ {Complete} }}", ("resource_group", "rg"), ("workspace_name", "adb"));

        Assert.Empty(assets.Printed());
        Assert.Equal((null, "rg", "adb"), (dev!.WorkspaceUrl, dev.ResourceGroup, dev.WorkspaceName));
    }

    [Fact]
    public void The_assets_environments_come_before_the_hosts()
    {
        assets.Write("mine/dev.json", $"{{ {Complete}, \"deployment_name\": \"mine\" }}");
        assets.Write("theirs/dev.json", "{");
        assets.Write("theirs/prod.json", "{");
        assets.Write("theirs/environment.schema.json", "{}");
        var files = new EnvironmentFiles([assets.PathOf("missing"), assets.PathOf("mine"), assets.PathOf("theirs")]);

        Assert.Equal(["dev", "prod"], files.Names());
        Assert.Equal("mine", files.Load("dev", Nothing, assets.Findings)!.DeploymentName);
    }

    [Fact]
    public void A_mapping_file_lies_beside_the_environments_file_or_is_named_in_it()
    {
        assets.Write("deployment/environments/dev.mappings.json", "{}");
        assets.Write("deployment/shared/names.json", "{}");

        Assert.Equal(assets.PathOf("deployment/environments/dev.mappings.json"), Load($"{{ {Complete} }}")!.MappingsFile);
        Assert.Equal(
            assets.PathOf("deployment/shared/names.json"),
            Load($"{{ {Complete}, \"mappings\": \"../shared/names.json\" }}")!.MappingsFile
        );
        Assert.Null(Load($"{{ {Complete} }}", "prod")!.MappingsFile);
        Assert.Empty(assets.Printed());
        Assert.Equal(["dev", "prod"], new EnvironmentFiles([assets.PathOf("deployment/environments")]).Names());
    }

    [Fact]
    public void A_mapping_file_that_is_named_and_not_there_is_a_finding()
    {
        Assert.Null(Load($"{{ {Complete}, \"mappings\": \"names.json\" }}"));
        Assert.Contains("error MAP001: mappings names names.json, and there is no such file.", Assert.Single(assets.Printed()));
    }

    [Theory]
    [InlineData("pord", "error ENV001: There is no environment pord. Did you mean prod? Environments: dev, prod.")]
    [InlineData("DEV", "error ENV001: There is no environment DEV. Did you mean dev? Environments: dev, prod.")]
    [InlineData("../dev", "error ENV001: There is no environment ../dev. Environments: dev, prod.")]
    public void An_unknown_environment_lists_those_there_are(string name, string finding)
    {
        assets.Write("environments/dev.json", "{}");
        assets.Write("environments/prod.json", "{}");

        Assert.Null(new EnvironmentFiles([assets.PathOf("environments")]).Load(name, Nothing, assets.Findings));
        Assert.Equal([finding], assets.Printed());
    }

    [Fact]
    public void Everything_that_is_wrong_is_found_at_once()
    {
        Assert.Null(
            Load(
                $$"""
                {
                  {{Workspace}},
                  "notebook_path": "/Shared/x",
                  "stop_clusters": "yes",
                  "concurrency": 65,
                  "secret_names": { "client_secret": "a b", "clientid": "x" },
                  "vault_url": "kv-dev.vault.azure.net"
                }
                """
            )
        );

        Assert.Equal(
            [
                "(3,3): error ENV002: notebook_path is no setting of an environment. Did you mean notebooks_path? The settings are "
                    + "listed in docs/environments.md.",
                "(4,3): error ENV003: stop_clusters must be true or false, without quotes.",
                "(5,3): error ENV004: concurrency must be a whole number from 1 to 64.",
                "(6,21): error ENV004: secret_names.client_secret must be a secret's name: 1 to 127 letters, digits and hyphens, "
                    + "and it is \"a b\".",
                "(6,45): error ENV002: secret_names.clientid is no setting of an environment. Did you mean secret_names.client_id? "
                    + "The settings are listed in docs/environments.md.",
                "(7,3): error ENV004: vault_url must be the https address of the vault without a path, such as "
                    + "https://kv-layercake.vault.azure.net, and it is \"kv-dev.vault.azure.net\".",
            ],
            Places()
        );
    }

    [Theory]
    [InlineData(
        "\"vault_name\": \"kv-dev\"",
        ": error ENV005: It does not say where the workspace is. Add workspace_url, or resource_group and workspace_name to have "
            + "it looked up."
    )]
    [InlineData(
        "\"vault_name\": \"kv-dev\", \"workspace_name\": \"adb\"",
        "(1,27): error ENV005: workspace_name alone does not find the workspace. Add resource_group, or give workspace_url instead."
    )]
    [InlineData(
        Complete + ", \"resource_group\": \"rg\"",
        "(1,3): error ENV005: workspace_url and resource_group both say where the workspace is. Remove one of them."
    )]
    [InlineData(Workspace, ": error ENV006: It does not say where the secrets are. Add vault_name or vault_url.")]
    [InlineData(
        "\"vault_url\": \"https://x\", " + Complete,
        "(1,3): error ENV006: vault_url and vault_name both say where the vault is. Remove one of them."
    )]
    [InlineData(
        "\"state_path\": \"/Workspace/Shared/layercake/notebooks/.state\", " + Complete,
        "(1,3): warning ENV009: notebooks_path (/Shared/layercake/notebooks) and state_path (/Shared/layercake/notebooks/.state) "
            + "lie one in the other. Keep them apart, as /Shared/layercake/notebooks and /Shared/.layercake are."
    )]
    [InlineData(
        "\"secret_names.tenant_id\": \"x\", " + Complete,
        "(1,3): error ENV002: secret_names.tenant_id stands inside an object: \"secret_names\": { \"tenant_id\": … }."
    )]
    [InlineData(
        "\"secret_names\": \"x\", " + Complete,
        "(1,3): error ENV003: secret_names must be an object such as { \"client_secret\": \"client-secret\" }."
    )]
    [InlineData(
        "\"notebooks_path\": \"/Users/a@b.c/x\", " + Complete,
        "(1,3): warning ENV008: notebooks_path is a user's folder, /Users/a@b.c/x, which goes when the user does. Choose one below /Shared."
    )]
    public void Settings_must_fit_together(string content, string finding)
    {
        Load($"{{ {content} }}");

        Assert.Equal([finding], Places());
    }

    [Theory]
    [InlineData("notebooks_path", "/")]
    [InlineData("notebooks_path", "Shared/x")]
    [InlineData("notebooks_path", "/Workspace/")]
    [InlineData("notebooks_path", "/Shared//x")]
    [InlineData("notebooks_path", "/Shared/../x")]
    [InlineData("init_scripts_destination", "/init-scripts")]
    [InlineData("init_scripts_destination", "dbfs:/")]
    [InlineData("init_scripts_destination", "/Volumes/main/ops")]
    [InlineData("subscription_id", "dev")]
    [InlineData("concurrency", "0")]
    [InlineData("concurrency", "-3")]
    [InlineData("vault_name", "kv_dev")]
    [InlineData("deployment_name", "a/b")]
    [InlineData("authority_type", "password")]
    [InlineData("workspace_url", "http://adb-1.azuredatabricks.net")]
    [InlineData("workspace_url", "https://adb-1.azuredatabricks.net/?o=1#job/7")]
    [InlineData("workspace_url", "https://me:secret@adb-1.azuredatabricks.net")]
    public void A_wrong_value_on_the_command_line_names_the_option(string key, string value)
    {
        Assert.Null(Load($"{{ {Complete} }}", (key, value)));

        var finding = assets.Findings.First(finding => finding.Code == "ENV004");
        Assert.Null(finding.File);
        Assert.StartsWith($"--{key.Replace('_', '-')} must ", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notebooks_path", "/Shared/a b/ä")]
    [InlineData("notebooks_path", "/Workspace/Shared/x")]
    [InlineData("init_scripts_destination", "dbfs:/init-scripts")]
    [InlineData("init_scripts_destination", "/Shared/init")]
    [InlineData("init_scripts_destination", "/Volumes/main/ops/init")]
    [InlineData("workspace_url", "https://adb-1.azuredatabricks.net/")]
    public void A_value_of_the_right_form_is_taken(string key, string value)
    {
        Assert.NotNull(Load($"{{ {Complete} }}", (key, value)));
        Assert.Empty(assets.Printed());
    }

    [Fact]
    public void Options_are_known_by_name_and_by_type()
    {
        Assert.Null(Load($"{{ {Complete} }}", ("notebook_path", "/x"), ("stop_clusters", "maybe")));

        Assert.Equal(
            [
                "error ENV002: notebook_path is no setting of an environment. Did you mean notebooks_path?",
                "error ENV003: --stop-clusters must be true or false, and it is maybe.",
            ],
            assets.Printed()
        );
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("preprod")]
    [InlineData("prod")]
    public void The_environments_that_come_with_the_repository_wait_for_a_subscription(string name)
    {
        var files = new EnvironmentFiles([Path.Combine(Repository.Root, "deployment", "environments")]);

        Assert.Null(files.Load(name, Nothing, assets.Findings));
        Assert.Equal(
            [
                $"deployment/environments/{name}.json(5,3): error ENV007: subscription_id still has the placeholder "
                    + $"00000000-0000-0000-0000-000000000000. Put your own in its place.",
            ],
            assets.Printed()
        );

        assets.Findings.Clear();
        var filledIn = files.Load(name, new Dictionary<string, string> { ["subscription_id"] = Subscription }, assets.Findings);
        Assert.Empty(assets.Printed());
        Assert.Equal(name != "prod", filledIn!.StopClusters);
    }

    [Fact]
    public void The_local_environment_that_comes_with_the_repository_is_ready()
    {
        var files = new EnvironmentFiles([Path.Combine(Repository.Root, "deployment", "environments")]);

        Assert.Equal(["dev", "local", "preprod", "prod"], files.Names());
        Assert.NotNull(files.Load("local", Nothing, assets.Findings));
        Assert.Empty(assets.Findings);
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    [Fact]
    public void What_the_command_line_sets_stands_in_no_file() =>
        Assert.Equal(
            new SourceLocation(null, 0, 0),
            Load($"{{ {Complete} }}", ("workspace_url", "https://adb-2.azuredatabricks.net"))!.PlaceOf("workspace_url", "vault_name")
        );

    private DeploymentEnvironment? Load(string json, params (string Key, string Value)[] overrides) => Load(json, "dev", overrides);

    private DeploymentEnvironment? Load(string json, string name, params (string Key, string Value)[] overrides)
    {
        assets.Write($"deployment/environments/{name}.json", json);
        return new EnvironmentFiles([assets.PathOf("deployment/environments")]).Load(
            name,
            overrides.ToDictionary(pair => pair.Key, pair => pair.Value),
            assets.Findings
        );
    }

    private string[] Places() =>
        [.. assets.Printed().Select(line => line.Replace("deployment/environments/dev.json", "", StringComparison.Ordinal))];

    private static DeploymentEnvironment? WithoutPlaces(DeploymentEnvironment? environment) =>
        environment is null ? null : environment with { Positions = Nowhere };

    [Fact]
    public void An_environment_rehearsed_in_the_local_cloud_forgets_where_it_really_is()
    {
        assets.Write(
            "theirs/prod.json",
            """
            {
              "workspace_url": "https://adb-1.2.azuredatabricks.net",
              "vault_name": "kv-prod",
              "tenant_id": "contoso.com",
              "client_id": "12345678-90ab-cdef-1234-567890abcdef",
              "notebooks_path": "/Shared/prod"
            }
            """
        );
        var findings = new List<Finding>();

        var environment = new EnvironmentFiles([Path.Combine(assets.Root, "theirs")]).Load(
            "prod",
            new Dictionary<string, string> { ["cloud"] = "local" },
            findings
        )!;

        Assert.Empty(findings);
        Assert.True(environment.IsLocal);
        Assert.Equal(
            (null, null, null, null, "/Shared/prod"),
            (environment.WorkspaceUrl, environment.Vault, environment.TenantId, environment.ClientId, environment.NotebooksPath)
        );
    }

    [Fact]
    public void A_rehearsal_honours_what_the_command_line_says()
    {
        assets.Write("theirs/prod.json", """{ "workspace_url": "https://adb-1.2.azuredatabricks.net", "vault_name": "kv-prod" }""");

        var environment = new EnvironmentFiles([Path.Combine(assets.Root, "theirs")]).Load(
            "prod",
            new Dictionary<string, string>
            {
                ["cloud"] = "local",
                ["resource_group"] = "rg-x",
                ["workspace_name"] = "adb-x",
                ["secret_names.client_id"] = "other",
            },
            []
        )!;

        Assert.Equal(
            ("rg-x", "adb-x", "other", null),
            (environment.ResourceGroup, environment.WorkspaceName, environment.SecretNames.ClientId, environment.WorkspaceUrl)
        );
    }
}
