using Layercake.Engine.Checking;
using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Identity;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.LocalCloud;
using Layercake.Rest;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checking;

public sealed class ConnectionCheckerTests : IAsyncLifetime
{
    private LocalCloudFixture fixture = null!;
    private DeploymentEnvironment environment = null!;

    public async Task InitializeAsync()
    {
        fixture = await LocalCloudFixture.StartAsync();
        environment = new DeploymentEnvironment
        {
            Name = "dev",
            File = "dev.json",
            WorkspaceUrl = new Uri(fixture.Description.WorkspaceHttp),
            Vault = new Uri(fixture.Description.Vault),
        };
    }

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task Where_everything_is_ready_every_check_passes_and_nothing_is_written()
    {
        var results = await CheckAsync();

        Assert.All(results, result => Assert.True(result.Status == CheckStatus.Passed, result.ToString()));
        Assert.Equal(
            [
                "authority_type spn-key",
                "secret tenant-id",
                "secret client-id",
                "secret client-secret",
                "sign-in",
                "workspace",
                "identity",
                "list clusters",
                "list jobs",
                "create clusters",
                "init_scripts_destination /Workspace/Shared/layercake/init-scripts",
                "notebooks_path /Shared/layercake/notebooks",
                "state_path /Shared/.layercake",
            ],
            results.Select(result => result.Name)
        );
        Assert.DoesNotContain(
            await fixture.RequestsAsync(),
            request => !request.StartsWith("GET", StringComparison.Ordinal) && !request.Contains("/oauth2/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_workspace_is_also_found_by_its_names()
    {
        environment = environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = fixture.Description.ResourceGroup,
            WorkspaceName = fixture.Description.WorkspaceName,
        };

        Assert.Contains("found in Azure as /subscriptions/", (await OneAsync("workspace")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_in_Azure_leaves_what_is_in_it_unchecked()
    {
        environment = environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = fixture.Description.ResourceGroup,
            WorkspaceName = "adb-typo",
        };

        var results = await CheckAsync();

        Assert.Equal(CheckStatus.Passed, results.Single(result => result.Name == "sign-in").Status);
        Assert.Equal(CheckStatus.Failed, results.Single(result => result.Name == "workspace").Status);
        var rest = results.SkipWhile(result => result.Name != "identity").ToList();
        Assert.NotEmpty(rest);
        Assert.All(rest, result => Assert.Equal(CheckStatus.Skipped, result.Status));
    }

    [Fact]
    public async Task All_secrets_are_checked_and_each_that_cannot_be_used_is_told_by_name()
    {
        await SetSecretAsync("tenant-id", new JObject { ["value"] = SecretPlaceholder.For("tenant id") });
        await SetSecretAsync(
            "client-id",
            new JObject
            {
                ["value"] = "x",
                ["attributes"] = new JObject { ["enabled"] = false },
            }
        );
        environment = environment with { SecretNames = environment.SecretNames with { ClientSecret = "no-such-secret" } };

        var results = await CheckAsync();

        Assert.Equal(
            ["secret tenant-id", "secret client-id", "secret no-such-secret"],
            results.Where(result => result.Status == CheckStatus.Failed).Select(result => result.Name)
        );
        Assert.Contains(
            "still has its placeholder. Put the real value there: az keyvault secret set",
            results[1].Detail,
            StringComparison.Ordinal
        );
        Assert.Contains("is disabled", results[2].Detail, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Skipped, results.Single(result => result.Name == "sign-in").Status);
    }

    [Fact]
    public async Task A_stranger_is_told_both_ways_in_and_does_not_become_a_user_by_being_checked()
    {
        environment = environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = fixture.Description.ResourceGroup,
            WorkspaceName = fixture.Description.WorkspaceName,
        };
        await ChangeUserAsync("""{ "member": false }""");

        foreach (var _ in new[] { 1, 2 })
        {
            var identity = await OneAsync("identity");

            Assert.Equal(CheckStatus.Failed, identity.Status);
            Assert.Contains(
                "Either add it to the workspace (Settings, Identity and access), or give it the role Contributor on /subscriptions/",
                identity.Remedy,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Who_may_not_create_clusters_is_told_what_to_grant()
    {
        await ChangeUserAsync("""{ "groups": ["users"], "entitlements": ["workspace-access"] }""");

        var check = await OneAsync("create clusters");

        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.Contains("entitlement Unrestricted cluster creation", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_group_may_have_is_not_known()
    {
        await ChangeUserAsync("""{ "groups": ["users", "deployers"], "entitlements": [] }""");

        Assert.Equal(CheckStatus.Unknown, (await OneAsync("create clusters")).Status);
    }

    [Theory]
    [InlineData(
        200,
        """
        {
          "access_control_list": [{
            "group_name": "users",
            "all_permissions": [{ "permission_level": "CAN_MANAGE", "inherited": true }]
          }]
        }
        """,
        CheckStatus.Passed,
        "will be created in /Shared; CAN_MANAGE on /Shared."
    )]
    [InlineData(
        200,
        """{ "access_control_list": [ { "group_name": "users", "all_permissions": [ { "permission_level": "CAN_READ" } ] } ] }""",
        CheckStatus.Failed,
        "has only CAN_READ on /Shared."
    )]
    [InlineData(
        200,
        """{ "access_control_list": [ { "group_name": "admins", "all_permissions": [ { "permission_level": "CAN_MANAGE" } ] } ] }""",
        CheckStatus.Failed,
        "and nothing lets "
    )]
    [InlineData(
        403,
        """{ "error_code": "PERMISSION_DENIED", "message": "No." }""",
        CheckStatus.Unknown,
        "who may write to /Shared may not be read."
    )]
    [InlineData(
        404,
        """{ "error_code": "ENDPOINT_NOT_FOUND", "message": "No." }""",
        CheckStatus.Unknown,
        "who may write to /Shared may not be read."
    )]
    public async Task Whether_a_folder_can_be_written_to_stands_in_its_access_control_list(
        int status,
        string body,
        CheckStatus expected,
        string detail
    )
    {
        await ChangeUserAsync("""{ "groups": ["users"] }""");
        await fixture.AddFaultAsync(
            new JObject
            {
                ["path"] = "/api/2.0/permissions/directories/*",
                ["status"] = status,
                ["body"] = body,
                ["times"] = 0,
            }.ToString()
        );

        var check = await OneAsync("notebooks_path /Shared/layercake/notebooks");

        Assert.Equal(expected, check.Status);
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Equal(expected != CheckStatus.Passed, check.Remedy is not null);
    }

    [Fact]
    public async Task A_secret_scope_passes_when_the_vault_behind_it_can_be_read()
    {
        environment = environment with { Infrastructure = new InfrastructureSettings { SecretScope = "kv" } };
        var missing = await OneAsync("secret_scope kv");
        Assert.Equal((CheckStatus.Failed, "the workspace has no such secret scope."), (missing.Status, missing.Detail));

        await fixture.PostAsync("/api/2.0/secrets/scopes/create", JObject.Parse("""{ "scope": "kv" }"""));
        Assert.Equal("it keeps its secrets itself and shows no vault.", (await OneAsync("secret_scope kv")).Detail);

        await fixture.PostAsync("/api/2.0/secrets/scopes/delete", JObject.Parse("""{ "scope": "kv" }"""));
        using var created = await fixture.SendAsync(
            "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            "POST",
            $"{fixture.Description.WorkspaceHttps}/api/2.0/secrets/scopes/create",
            new JObject
            {
                ["scope"] = "kv",
                ["scope_backend_type"] = "AZURE_KEYVAULT",
                ["backend_azure_keyvault"] = new JObject
                {
                    ["resource_id"] = "/subscriptions/s/vaults/layercake-local",
                    ["dns_name"] = "https://layercake-local.vault.azure.net/",
                },
            }
        );
        var check = await OneAsync("secret_scope kv");
        Assert.Equal(CheckStatus.Passed, check.Status);
        Assert.StartsWith("shows vault layercake-local; ", check.Detail, StringComparison.Ordinal);

        await fixture.AddFaultAsync(
            """{ "path": "/api/2.0/secrets/list", "status": 403, "body": { "error_code": "PERMISSION_DENIED", "message": "No." } }"""
        );
        check = await OneAsync("secret_scope kv");
        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.StartsWith(
            "Let Databricks read the vault: az role assignment create --role \"Key Vault Secrets User\" --assignee "
                + "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            check.Remedy,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_secret_scope_that_shows_another_vault_than_the_environments_is_wrong()
    {
        using var created = await fixture.SendAsync(
            "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            "POST",
            $"{fixture.Description.WorkspaceHttps}/api/2.0/secrets/scopes/create",
            new JObject
            {
                ["scope"] = "kv",
                ["scope_backend_type"] = "AZURE_KEYVAULT",
                ["backend_azure_keyvault"] = new JObject
                {
                    ["resource_id"] = "/subscriptions/s/vaults/kv-other",
                    ["dns_name"] = "https://kv-other.vault.azure.net/",
                },
            }
        );
        var dev = new DeploymentEnvironment
        {
            Name = "dev",
            File = "dev.json",
            Vault = new Uri("https://kv-dev.vault.azure.net"),
        };
        var client = new WorkspaceClient(
            new HttpMessageInvoker(fixture.NewHandler()),
            new WorkspaceOptions
            {
                Url = new Uri(fixture.Description.WorkspaceHttp),
                Token = (_, _) => ValueTask.FromResult(fixture.Description.Token),
            },
            NullLogger<WorkspaceClient>.Instance
        );

        var check = await new ScopeCheck(client, dev).RunAsync("kv", CancellationToken.None);

        Assert.Equal((CheckStatus.Failed, "it shows vault kv-other, and the environment's vault is kv-dev."), (check.Status, check.Detail));
    }

    [Fact]
    public async Task A_personal_access_token_that_is_refused_is_told_by_where_it_came_from()
    {
        environment = environment with
        {
            AuthorityType = "pat",
            Given = new GivenSecrets { AccessToken = new GivenSecret("dapi-canary", "pat_token in params.json") },
        };

        var results = await CheckAsync();

        var identity = results.Single(result => result.Name == "identity");
        Assert.Equal(CheckStatus.Failed, identity.Status);
        Assert.Contains("the personal access token from pat_token in params.json", identity.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join('\n', results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_does_not_answer_fails_one_check_and_skips_the_rest()
    {
        environment = environment with { WorkspaceUrl = new Uri(fixture.Description.WorkspaceHttp), NotebooksPath = "/Shared/x" };
        await fixture.AddFaultAsync(
            """{ "path": "/api/2.0/preview/scim/v2/Me", "status": 400, "body": "<html>down</html>", "times": 0 }"""
        );

        var results = await CheckAsync();

        Assert.Equal(["identity"], results.Where(result => result.Status == CheckStatus.Failed).Select(result => result.Name));
        Assert.Equal(6, results.Count(result => result.Status == CheckStatus.Skipped));
    }

    [Theory]
    [InlineData("dbfs:/init")]
    [InlineData("/Volumes/main/ops/init")]
    public async Task Where_reading_tells_nothing_of_writing_the_answer_is_a_question_mark(string destination)
    {
        environment = environment with { InitScriptsDestination = destination };

        Assert.Equal(CheckStatus.Unknown, (await OneAsync($"init_scripts_destination {destination}")).Status);
    }

    [Fact]
    public async Task A_file_where_a_folder_must_be_is_found()
    {
        await fixture.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = "/Shared/taken",
                ["format"] = "SOURCE",
                ["language"] = "PYTHON",
                ["content"] = "cHJpbnQoMSk=",
            }
        );
        environment = environment with { NotebooksPath = "/Shared/taken" };

        Assert.Contains("/Shared/taken is no folder", (await OneAsync("notebooks_path /Shared/taken")).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "service_principal_name": "me", "all_permissions": [ { "permission_level": "CAN_EDIT" } ] }""", "CAN_EDIT")]
    [InlineData("""{ "group_name": "users", "all_permissions": [ { "permission_level": "CAN_MANAGE" } ] }""", "CAN_MANAGE")]
    [InlineData("""{ "group_name": "deployers", "all_permissions": [ { "permission_level": "CAN_READ" } ] }""", "CAN_READ")]
    [InlineData("""{ "user_name": "somebody", "all_permissions": [ { "permission_level": "CAN_MANAGE" } ] }""", null)]
    public void An_access_control_list_speaks_of_a_user_by_its_name_and_its_groups(string entry, string? expected)
    {
        var user = new WorkspaceUser(JObject.Parse("""{ "userName": "me", "groups": [ { "display": "deployers" } ] }"""));

        var levels = FolderCheck.Levels(new JObject { ["access_control_list"] = new JArray(JObject.Parse(entry)) }, user);

        Assert.Equal(expected, levels is null ? null : string.Join(", ", levels));
    }

    private async Task<IReadOnlyList<CheckResult>> CheckAsync()
    {
        var cloud = fixture.Description;
        using var connector = new Connector(
            environment,
            new ConnectionOptions
            {
                Cloud = AzureCloud.Local(new Uri(cloud.Authority), new Uri(cloud.Arm), cloud.CertificatePem),
                Developer = new AppCredentials(cloud.TenantId, cloud.DeveloperClientId, cloud.DeveloperClientSecret),
                Variable = _ => null,
            }
        );
        return await new ConnectionChecker(connector, environment).RunAsync(CancellationToken.None);
    }

    private async Task<CheckResult> OneAsync(string name) => (await CheckAsync()).Single(result => result.Name == name);

    private Task ChangeUserAsync(string change)
    {
        var body = JObject.Parse(change);
        body["client_id"] = fixture.Description.ClientId;
        return fixture.AdminAsync("POST", "/workspace-users", body);
    }

    private async Task SetSecretAsync(string name, JObject body)
    {
        using var answer = await fixture.SendAsync(
            "https://vault.azure.net",
            "PUT",
            $"{fixture.Description.Vault}/secrets/{name}?api-version=7.4",
            body
        );
        Assert.True(answer.IsSuccessStatusCode);
    }
}
