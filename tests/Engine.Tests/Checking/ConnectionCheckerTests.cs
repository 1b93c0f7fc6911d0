using Layercake.Engine.Checking;
using Layercake.Engine.Environments;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checking;

/// <summary>All the checks together: which there are, and what fails or is skipped when one does not pass.</summary>
public sealed class ConnectionCheckerTests : ConnectionTests
{
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
                "list instance-pools",
                "list cluster-policies",
                "list secret-scopes",
                "list clusters",
                "list warehouses",
                "list notification-destinations",
                "list queries",
                "list alerts",
                "list dashboards",
                "list pipelines",
                "list jobs",
                "create clusters",
                "content_path /Shared/layercake",
                "init_scripts_destination /Workspace/Shared/layercake/init-scripts",
                "libraries_destination /Workspace/Shared/layercake/libraries",
                "notebooks_path /Shared/layercake/notebooks",
                "state_path /Shared/.layercake",
            ],
            results.Select(result => result.Name)
        );
        Assert.DoesNotContain(
            await Fixture.RequestsAsync(),
            request => !request.StartsWith("GET", StringComparison.Ordinal) && !request.Contains("/oauth2/", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("/api/2.0/sql/warehouses", "list warehouses", CheckStatus.Unknown, "This matters only where Git declares warehouses")]
    [InlineData("/api/2.2/jobs/list", "list jobs", CheckStatus.Failed, "Give whoever signs in the entitlement Workspace access.")]
    public async Task A_kind_that_may_not_be_listed_matters_where_Git_declares_it(
        string path,
        string name,
        CheckStatus status,
        string remedy
    )
    {
        await Fixture.AddFaultAsync($$"""{ "method": "GET", "path": "{{path}}", "status": 403, "times": 0 }""");

        var check = await OneAsync(name);

        Assert.Equal(status, check.Status);
        Assert.StartsWith(remedy, check.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, CheckStatus.Failed, null)]
    [InlineData(404, CheckStatus.Unknown, "This matters only where Git declares warehouses, which this workspace lacks.")]
    public async Task A_kind_whose_list_is_not_answered_needs_no_entitlements(int status, CheckStatus expected, string? remedy)
    {
        await Fixture.AddFaultAsync(
            $$"""{ "method": "GET", "path": "/api/2.0/sql/warehouses", "status": {{status}}, "times": 0 }"""
        );

        var check = await OneAsync("list warehouses");

        Assert.Equal((expected, remedy), (check.Status, check.Remedy));
    }

    [Fact]
    public async Task What_is_skipped_is_what_would_be_checked()
    {
        var passed = await CheckAsync();
        await Fixture.AddFaultAsync("""{ "path": "/api/2.0/preview/scim/v2/Me", "status": 400, "times": 0 }""");
        var skipped = await CheckAsync();

        Assert.Equal(passed.Select(result => result.Name), skipped.Select(result => result.Name));
    }

    [Fact]
    public async Task A_workspace_is_also_found_by_its_names()
    {
        Environment = Environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = Fixture.Description.ResourceGroup,
            WorkspaceName = Fixture.Description.WorkspaceName,
        };

        Assert.Contains("found in Azure as /subscriptions/", (await OneAsync("workspace")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_in_Azure_leaves_what_is_in_it_unchecked()
    {
        Environment = Environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = Fixture.Description.ResourceGroup,
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
        Environment = Environment with { SecretNames = Environment.SecretNames with { ClientSecret = "no-such-secret" } };

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
    public async Task A_personal_access_token_that_is_refused_is_told_by_where_it_came_from()
    {
        Environment = Environment with
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
        Environment = Environment with { WorkspaceUrl = new Uri(Fixture.Description.WorkspaceHttp), NotebooksPath = "/Shared/x" };
        await Fixture.AddFaultAsync(
            """{ "path": "/api/2.0/preview/scim/v2/Me", "status": 400, "body": "<html>down</html>", "times": 0 }"""
        );

        var results = await CheckAsync();

        Assert.Equal(["identity"], results.Where(result => result.Status == CheckStatus.Failed).Select(result => result.Name));
        Assert.Equal(17, results.Count(result => result.Status == CheckStatus.Skipped));
    }

    private async Task SetSecretAsync(string name, JObject body)
    {
        using var answer = await Fixture.SendAsync(
            "https://vault.azure.net",
            "PUT",
            $"{Fixture.Description.Vault}/secrets/{name}?api-version=7.4",
            body
        );
        Assert.True(answer.IsSuccessStatusCode);
    }
}
