using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Apis;

public sealed class SecretsApiTests
{
    private static readonly Uri Vault = new("https://kv-dev.vault.azure.net");

    private readonly Bench bench = new();
    private readonly SecretsApi secrets;

    public SecretsApiTests() => secrets = new SecretsApi(bench.Client);

    [Fact]
    public async Task A_scope_on_a_vault_names_its_id_and_its_address_with_a_slash()
    {
        await secrets.CreateKeyVaultScopeAsync("kv", "/subscriptions/s/vaults/kv-dev", Vault, manager: null, CancellationToken.None);

        var sent = Assert.Single(bench.Service.Requests);
        Assert.Equal(
            """POST /api/2.0/secrets/scopes/create {"scope":"kv","scope_backend_type":"AZURE_KEYVAULT","backend_azure_keyvault":"""
                + """{"resource_id":"/subscriptions/s/vaults/kv-dev","dns_name":"https://kv-dev.vault.azure.net/"}}""",
            $"{sent} {sent.Text}"
        );
    }

    [Fact]
    public async Task All_users_can_be_given_the_scope()
    {
        await secrets.CreateKeyVaultScopeAsync("kv", "/v", Vault, manager: "users", CancellationToken.None);

        Assert.Equal("users", (string?)bench.Service.Requests[0].Json["initial_manage_principal"]);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_sent_again_and_ends_in_a_conflict()
    {
        bench.Service.Then(502).ThenError(400, "RESOURCE_ALREADY_EXISTS", "Scope kv already exists!");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            secrets.CreateKeyVaultScopeAsync("kv", "/v", Vault, manager: null, CancellationToken.None)
        );

        Assert.True(failure.IsConflict);
        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task An_answer_without_a_list_is_an_empty_one()
    {
        Assert.Empty(await secrets.ListScopesAsync(CancellationToken.None));
        Assert.Empty(await secrets.ListAsync("a b", CancellationToken.None));
        Assert.Equal(
            ["GET /api/2.0/secrets/scopes/list", "GET /api/2.0/secrets/list?scope=a%20b"],
            bench.Service.Requests.Select(request => request.ToString())
        );
    }

    [Fact]
    public async Task Scopes_and_keys_are_listed()
    {
        bench
            .Service.Then(200, """{ "scopes": [ { "name": "etl" }, { "name": "kv" } ] }""")
            .Then(200, """{ "secrets": [ { "key": "a", "last_updated_timestamp": 1 } ] }""");

        Assert.Equal(["etl", "kv"], (await secrets.ListScopesAsync(CancellationToken.None)).Select(scope => (string?)scope["name"]));
        Assert.Equal("a", (string?)Assert.Single(await secrets.ListAsync("etl", CancellationToken.None))["key"]);
    }

    [Fact]
    public async Task A_scope_whose_answer_was_lost_is_not_made_twice()
    {
        bench.Service.Then(502);

        await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            secrets.CreateScopeAsync(new JObject { ["scope"] = "app" }, CancellationToken.None)
        );

        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task Secrets_and_who_may_use_them_are_written_one_by_one()
    {
        await secrets.PutAsync("app", "a", "v", CancellationToken.None);
        await secrets.DeleteAsync("app", "a", CancellationToken.None);
        await secrets.PutAclAsync("app", "users", "READ", CancellationToken.None);
        await secrets.DeleteAclAsync("app", "users", CancellationToken.None);
        await secrets.DeleteScopeAsync("app", CancellationToken.None);

        Assert.Equal(
            [
                """POST /api/2.0/secrets/put {"scope":"app","key":"a","string_value":"v"}""",
                """POST /api/2.0/secrets/delete {"scope":"app","key":"a"}""",
                """POST /api/2.0/secrets/acls/put {"scope":"app","principal":"users","permission":"READ"}""",
                """POST /api/2.0/secrets/acls/delete {"scope":"app","principal":"users"}""",
                """POST /api/2.0/secrets/scopes/delete {"scope":"app"}""",
            ],
            bench.Service.Requests.Select(request => $"{request} {request.Text}")
        );
    }
}
