using System.Net;
using System.Text;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Secrets;

/// <summary>Secret scopes of the workspace, kept by itself or shown from a vault.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    private const string Root = "/api/2.0/secrets/";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_workspace_without_scopes_lists_nothing()
    {
        Assert.Equal("{}", (await cloud.GetAsync(Root + "scopes/list")).ToString());
    }

    [Fact]
    public async Task A_secret_is_put_listed_read_replaced_and_deleted()
    {
        await PostAsync("scopes/create", """{ "scope": "etl" }""");
        await PostAsync("put", """{ "scope": "etl", "key": "Api-Password", "string_value": "one" }""");
        await PostAsync("put", """{ "scope": "etl", "key": "api-password", "string_value": "two" }""");
        await PostAsync("put", """{ "scope": "etl", "key": "binary", "bytes_value": "AAE=" }""");

        Assert.Equal("""{"scopes":[{"name":"etl","backend_type":"DATABRICKS"}]}""", await TextAsync("scopes/list"));
        Assert.Equal(
            ["api-password", "binary"],
            (await cloud.GetAsync(Root + "list?scope=etl"))["secrets"]!.Select(secret => (string?)secret["key"])
        );
        Assert.Equal($$"""{"key":"api-password","value":"{{Encoded("two")}}"}""", await TextAsync("get?scope=etl&key=api-password"));
        Assert.Equal("""{"key":"binary","value":"AAE="}""", await TextAsync("get?scope=etl&key=binary"));

        await PostAsync("delete", """{ "scope": "etl", "key": "API-PASSWORD" }""");
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", (await RefusalAsync("GET", "get?scope=etl&key=api-password")).Code);
        await PostAsync("scopes/delete", """{ "scope": "etl" }""");
        await PostAsync("scopes/create", """{ "scope": "etl" }""");
        Assert.Equal("{}", await TextAsync("list?scope=etl"));
    }

    [Fact]
    public async Task A_scope_that_is_there_or_is_not_is_told_in_the_services_words()
    {
        await PostAsync("scopes/create", """{ "scope": "etl" }""");

        Assert.Equal(
            ("400 RESOURCE_ALREADY_EXISTS", "Scope etl already exists!"),
            await RefusalAsync("POST", "scopes/create", """{ "scope": "etl" }""")
        );
        foreach (
            var (method, call, body) in new[]
            {
                ("POST", "scopes/delete", """{ "scope": "etl2" }"""),
                ("POST", "put", """{ "scope": "etl2", "key": "a", "string_value": "b" }"""),
                ("GET", "list?scope=etl2", null),
                ("GET", "get?scope=etl2&key=a", null),
                ("GET", "acls/list?scope=etl2", null),
            }
        )
            Assert.Equal(("404 RESOURCE_DOES_NOT_EXIST", "Scope etl2 does not exist!"), await RefusalAsync(method, call, body));
    }

    [Theory]
    [InlineData("scopes/create", """{ "scope": "a b" }""")]
    [InlineData("scopes/create", """{ "scope": "a", "initial_manage_principal": "admins" }""")]
    [InlineData("scopes/create", """{ "scope": "a", "scope_backend_type": "AZURE_KEYVAULT" }""")]
    [InlineData("put", """{ "scope": "etl", "key": "a/b", "string_value": "c" }""")]
    [InlineData("put", """{ "scope": "etl", "key": "a" }""")]
    [InlineData("put", """{ "scope": "etl", "key": "a", "string_value": "" }""")]
    [InlineData("put", """{ "scope": "etl", "key": "a", "string_value": "b", "bytes_value": "AA==" }""")]
    [InlineData("acls/put", """{ "scope": "etl", "principal": "nobody@contoso.example", "permission": "READ" }""")]
    [InlineData("acls/put", """{ "scope": "etl", "principal": "users", "permission": "OWN" }""")]
    public async Task What_the_service_does_not_take_is_an_invalid_parameter(string call, string body)
    {
        await PostAsync("scopes/create", """{ "scope": "etl" }""");

        Assert.Equal("400 INVALID_PARAMETER_VALUE", (await RefusalAsync("POST", call, body)).Code);
    }

    [Fact]
    public async Task A_value_has_at_most_128_KiB()
    {
        await PostAsync("scopes/create", """{ "scope": "etl" }""");

        await PostAsync(
            "put",
            new JObject
            {
                ["scope"] = "etl",
                ["key"] = "a",
                ["string_value"] = new string('x', 128 * 1024),
            }.ToString()
        );
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            (
                await RefusalAsync(
                    "POST",
                    "put",
                    new JObject
                    {
                        ["scope"] = "etl",
                        ["key"] = "a",
                        ["string_value"] = new string('x', 128 * 1024 + 1),
                    }.ToString()
                )
            ).Code
        );
    }

    [Fact]
    public async Task Whoever_creates_a_scope_manages_it_or_all_users_do()
    {
        await PostAsync("scopes/create", """{ "scope": "mine" }""");
        await PostAsync("scopes/create", """{ "scope": "ours", "initial_manage_principal": "users" }""");

        Assert.Equal(
            """{"items":[{"principal":"developer@layercake.example","permission":"MANAGE"}]}""",
            await TextAsync("acls/list?scope=mine")
        );
        Assert.Equal("""{"items":[{"principal":"users","permission":"MANAGE"}]}""", await TextAsync("acls/list?scope=ours"));
        await PostAsync("acls/put", """{ "scope": "mine", "principal": "users", "permission": "READ" }""");
        await PostAsync("acls/put", """{ "scope": "mine", "principal": "users", "permission": "WRITE" }""");
        Assert.Equal("""{"principal":"users","permission":"WRITE"}""", await TextAsync("acls/get?scope=mine&principal=users"));
        await PostAsync("acls/delete", """{ "scope": "mine", "principal": "users" }""");
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", (await RefusalAsync("GET", "acls/get?scope=mine&principal=users")).Code);
        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST",
            (await RefusalAsync("POST", "acls/delete", """{ "scope": "mine", "principal": "users" }""")).Code
        );
    }

    [Fact]
    public async Task Who_is_no_administrator_needs_a_permission()
    {
        await PostAsync("scopes/create", """{ "scope": "etl" }""");
        await PostAsync("put", """{ "scope": "etl", "key": "a", "string_value": "b" }""");
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = cloud.Description.DeveloperClientId, ["groups"] = new JArray("users", "readers") }
        );

        Assert.Equal("403 PERMISSION_DENIED", (await DeveloperAsync("GET", "list?scope=etl")).Code);
        await PostAsync("acls/put", """{ "scope": "etl", "principal": "readers", "permission": "READ" }""");
        Assert.Equal("200 ", (await DeveloperAsync("GET", "list?scope=etl")).Code);
        Assert.Equal(
            "403 PERMISSION_DENIED",
            (await DeveloperAsync("POST", "put", """{ "scope": "etl", "key": "a", "string_value": "b" }""")).Code
        );
        Assert.Equal("403 PERMISSION_DENIED", (await DeveloperAsync("GET", "acls/list?scope=etl")).Code);
    }

    [Fact]
    public async Task A_scope_on_a_vault_shows_its_secrets_and_takes_no_writes()
    {
        await SetVaultSecretAsync("db-password", new JObject { ["value"] = "s3cret" });
        await SetVaultSecretAsync(
            "off",
            new JObject
            {
                ["value"] = "x",
                ["attributes"] = new JObject { ["enabled"] = false },
            }
        );

        Assert.Equal("200 ", (await DeveloperAsync("POST", "scopes/create", OnVault("kv"))).Code);

        Assert.Equal(
            """{"scopes":[{"name":"kv","backend_type":"AZURE_KEYVAULT","keyvault_metadata":"""
                + $$$"""{"resource_id":"{{{VaultId}}}","dns_name":"https://"""
                + $$$"""{{{cloud.Description.VaultName}}}.vault.azure.net/"}}]}""",
            await TextAsync("scopes/list")
        );
        Assert.Equal($$"""{"key":"db-password","value":"{{Encoded("s3cret")}}"}""", await TextAsync("get?scope=kv&key=db-password"));
        var keys = (await cloud.GetAsync(Root + "list?scope=kv"))["secrets"]!.Select(secret => (string?)secret["key"]).ToList();
        Assert.Contains("db-password", keys);
        Assert.DoesNotContain("off", keys);
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", (await RefusalAsync("GET", "get?scope=kv&key=none")).Code);
        Assert.Equal("400 BAD_REQUEST", (await RefusalAsync("POST", "put", """{ "scope": "kv", "key": "a", "string_value": "b" }""")).Code);
        Assert.StartsWith(
            "400 ",
            (await RefusalAsync("POST", "delete", """{ "scope": "kv", "key": "db-password" }""")).Code,
            StringComparison.Ordinal
        );

        await PostAsync("scopes/delete", """{ "scope": "kv" }""");
        using var kept = await cloud.SendAsync(
            "https://vault.azure.net",
            "GET",
            $"{cloud.Description.Vault}/secrets/db-password?api-version=7.4"
        );
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Fact]
    public async Task A_scope_on_a_vault_takes_a_token_of_Entra()
    {
        Assert.True((await RefusalAsync("POST", "scopes/create", OnVault("kv"))).Code[..3] is "400" or "403");

        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = cloud.Description.ClientId,
                ["client_secret"] = await OAuthSecretAsync(),
                ["scope"] = "all-apis",
            }
        );
        using var issued = await cloud.Http.PostAsync(new Uri("/oidc/v1/token", UriKind.Relative), form);
        var token = (string)JObject.Parse(await issued.Content.ReadAsStringAsync())["access_token"]!;
        Assert.True((await SendAsync(token, "POST", "scopes/create", OnVault("kv"))).Code[..3] is "400" or "403");
        Assert.Equal("{}", await TextAsync("scopes/list"));
    }

    [Fact]
    public async Task Scopes_and_secrets_are_there_when_the_cloud_is_started_again_and_no_snapshot_tells_a_value()
    {
        using var folder = new TempDirectory();
        await using (var first = await LocalCloudFixture.StartAsync(new LocalCloudOptions { StateDirectory = folder.FullPath }))
        {
            await first.PostAsync(Root + "scopes/create", JObject.Parse("""{ "scope": "etl" }"""));
            await first.PostAsync(Root + "put", JObject.Parse("""{ "scope": "etl", "key": "a", "string_value": "canary-value" }"""));
            Assert.DoesNotContain(Encoded("canary-value"), (await first.AdminAsync("GET", "/state")).ToString(), StringComparison.Ordinal);
        }

        await using var second = await LocalCloudFixture.StartAsync(new LocalCloudOptions { StateDirectory = folder.FullPath });
        Assert.Equal(Encoded("canary-value"), (string?)(await second.GetAsync(Root + "get?scope=etl&key=a"))["value"]);
        Assert.Equal(
            "MANAGE",
            (string?)(await second.GetAsync(Root + "acls/get?scope=etl&principal=developer@layercake.example"))["permission"]
        );
    }

    private string VaultId =>
        $"/subscriptions/{cloud.Description.SubscriptionId}/resourceGroups/{cloud.Description.ResourceGroup}"
        + $"/providers/Microsoft.KeyVault/vaults/{cloud.Description.VaultName}";

    private string OnVault(string scope) =>
        new JObject
        {
            ["scope"] = scope,
            ["scope_backend_type"] = "AZURE_KEYVAULT",
            ["backend_azure_keyvault"] = new JObject
            {
                ["resource_id"] = VaultId,
                ["dns_name"] = $"https://{cloud.Description.VaultName}.vault.azure.net",
            },
        }.ToString();

    private async Task<string> TextAsync(string call) => (await cloud.GetAsync(Root + call)).ToString(Formatting.None);

    private Task<JObject> PostAsync(string call, string body) => cloud.PostAsync(Root + call, JObject.Parse(body));

    /// <summary>By the personal access token of the workspace's user.</summary>
    private async Task<(string Code, string Message)> RefusalAsync(string method, string call, string? body = null) =>
        await SendAsync(cloud.Description.Token, method, call, body);

    /// <summary>By a token of Entra.</summary>
    private async Task<(string Code, string Message)> DeveloperAsync(string method, string call, string? body = null) =>
        await SendAsync(await cloud.TokenAsync(Databricks), method, call, body);

    private async Task<(string Code, string Message)> SendAsync(string token, string method, string call, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Root + call, UriKind.Relative));
        request.Headers.Authorization = new("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await cloud.Http.SendAsync(request);
        var json = JObject.Parse(await answer.Content.ReadAsStringAsync());
        return ($"{(int)answer.StatusCode} {json["error_code"]}", (string?)json["message"] ?? "");
    }

    private async Task SetVaultSecretAsync(string name, JObject secret)
    {
        using var answer = await cloud.SendAsync(
            "https://vault.azure.net",
            "PUT",
            $"{cloud.Description.Vault}/secrets/{name}?api-version=7.4",
            secret
        );
        Assert.True(answer.IsSuccessStatusCode);
    }

    private async Task<string> OAuthSecretAsync()
    {
        using var answer = await cloud.SendAsync(
            "https://vault.azure.net",
            "GET",
            $"{cloud.Description.Vault}/secrets/{cloud.Description.DatabricksOAuthSecretName}?api-version=7.4"
        );
        return (string)JObject.Parse(await answer.Content.ReadAsStringAsync())["value"]!;
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
