using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Entra;

public sealed class AuthorizeTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Back = "http://127.0.0.1:5210/signin-oidc";
    private const string Verifier = "a-verifier-of-the-client-that-has-forty-three-letters";

    private string Tenant => $"{shared.Cloud.Description.Authority}/{shared.Cloud.Description.TenantId}";

    [Fact]
    public async Task Whoever_signs_in_is_sent_back_with_a_code_that_gives_a_token_about_them()
    {
        var (status, answer) = await RedeemAsync(await CodeAsync("deployer@layercake.example"));

        Assert.Equal(200, status);
        var claims = await VerifiedAsync((string)answer["id_token"]!);
        Assert.Equal($"{Tenant}/v2.0", (string?)claims["iss"]);
        Assert.Equal(shared.Cloud.Description.WebClientId, (string?)claims["aud"]);
        Assert.Equal(shared.Cloud.Description.TenantId, (string?)claims["tid"]);
        Assert.Equal("once", (string?)claims["nonce"]);
        Assert.Equal("deployer@layercake.example", (string?)claims["preferred_username"]);
        Assert.Contains("Layercake.Deploy", claims["roles"]!.Select(role => (string)role!));
        Assert.Null(claims["groups"]);
    }

    [Fact]
    public async Task Without_a_hint_there_is_a_page_to_choose_a_user_from()
    {
        using var page = await AuthorizeAsync(new() { ["state"] = "\"><script>alert(1)</script>" });
        var text = await page.Content.ReadAsStringAsync();

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("value=\"looker@layercake.example\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_and_groups_of_a_user_can_be_set()
    {
        var group = Guid.NewGuid().ToString();
        var user = new JObject
        {
            ["user_name"] = "new@layercake.example",
            ["roles"] = new JArray("Own.Role"),
            ["groups"] = new JArray(group),
        };
        await shared.Cloud.AdminAsync("POST", "/tenant-users", user);

        var (_, answer) = await RedeemAsync(await CodeAsync("new@layercake.example"));

        var claims = await VerifiedAsync((string)answer["id_token"]!);
        Assert.Equal(["Own.Role"], claims["roles"]!.Select(role => (string)role!));
        Assert.Equal([group], claims["groups"]!.Select(id => (string)id!));
    }

    [Theory]
    [InlineData("client_secret", "wrong", 401, "invalid_client")]
    [InlineData("client_secret", "", 401, "invalid_client")]
    [InlineData("code_verifier", "another-verifier-that-is-as-long-as-the-first-one-is", 400, "invalid_grant")]
    [InlineData("code_verifier", "", 400, "invalid_grant")]
    [InlineData("redirect_uri", "http://127.0.0.1:5211/signin-oidc", 400, "invalid_grant")]
    [InlineData("code", "another", 400, "invalid_grant")]
    public async Task A_code_is_not_redeemed_with_a_wrong_field(string field, string value, int status, string error)
    {
        var code = await CodeAsync("looker@layercake.example");

        var (answerStatus, answer) = await RedeemAsync(code, new() { [field] = value });

        Assert.Equal(status, answerStatus);
        Assert.Equal(error, (string?)answer["error"]);
    }

    [Fact]
    public async Task A_code_is_redeemed_once()
    {
        var code = await CodeAsync("looker@layercake.example");
        await RedeemAsync(code);

        var (status, answer) = await RedeemAsync(code);

        Assert.Equal(400, status);
        Assert.Equal("invalid_grant", (string?)answer["error"]);
    }

    [Fact]
    public async Task A_code_is_for_the_application_whose_user_signed_in()
    {
        var other = await shared.Cloud.AdminAsync("POST", "/apps", new JObject { ["display_name"] = "other" });
        var code = await CodeAsync("looker@layercake.example");

        var (status, _) = await RedeemAsync(
            code,
            new() { ["client_id"] = (string)other["client_id"]!, ["client_secret"] = (string)other["client_secret"]! }
        );

        Assert.Equal(400, status);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/signin-oidc")]
    [InlineData("redirect_uri", "http://127.0.0.1:5210/other")]
    [InlineData("redirect_uri", "https://127.0.0.1:5210/signin-oidc")]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000000")]
    public async Task Nobody_is_sent_to_an_address_that_is_not_registered(string field, string value)
    {
        using var answer = await AuthorizeAsync(new() { ["login_hint"] = "looker@layercake.example", [field] = value });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("response_type", "token")]
    [InlineData("response_mode", "form_post")]
    [InlineData("scope", "profile")]
    [InlineData("code_challenge_method", "plain")]
    public async Task What_this_cloud_does_not_do_is_told_to_the_application(string field, string value)
    {
        using var answer = await AuthorizeAsync(new() { ["login_hint"] = "looker@layercake.example", [field] = value });

        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.NotEmpty(query["error"].ToString());
        Assert.Equal("opaque state&more", query["state"]);
        Assert.False(query.ContainsKey("code"));
    }

    [Fact]
    public async Task The_port_of_a_loopback_address_does_not_count_and_another_address_can_be_registered()
    {
        var registered = "https://page.example/signin-oidc";
        await shared.Cloud.AdminAsync("POST", "/apps/web/redirect-uris", new JObject { ["uri"] = registered });

        foreach (var address in new[] { registered, "http://localhost:1/signin-oidc", "http://127.0.0.1/signin-oidc" })
        {
            using var answer = await AuthorizeAsync(new() { ["login_hint"] = "looker@layercake.example", ["redirect_uri"] = address });
            Assert.StartsWith($"{address}?code=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openid 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation", 200, "member@layercake.example")]
    [InlineData("openid 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default", 200, "member@layercake.example")]
    [InlineData("openid profile", 403, null)]
    [InlineData("openid https://management.azure.com/user_impersonation", 403, null)]
    public async Task With_a_scope_of_Azure_Databricks_the_access_token_is_the_users_in_the_workspace(string scope, int status, string? who)
    {
        var (_, answer) = await RedeemAsync(await CodeAsync("member@layercake.example", scope));

        var (meStatus, me) = await MeAsync((string)answer["access_token"]!);

        Assert.Equal((status, who), (meStatus, (string?)me["userName"]));
    }

    [Fact]
    public async Task Who_was_taken_out_of_the_workspace_is_refused_there()
    {
        const string Gone = "gone@layercake.example";
        await shared.Cloud.AdminAsync("POST", "/tenant-users", new JObject { ["user_name"] = Gone });
        var (_, answer) = await RedeemAsync(await CodeAsync(Gone, "openid 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation"));
        var token = (string)answer["access_token"]!;
        Assert.Equal(200, (await MeAsync(token)).Status);

        await shared.Cloud.AdminAsync("POST", "/workspace-users", new JObject { ["user_name"] = Gone, ["member"] = false });

        Assert.Equal(403, (await MeAsync(token)).Status);
    }

    private async Task<(int Status, JObject Body)> MeAsync(string token)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"{shared.Cloud.Description.WorkspaceHttp}/api/2.0/preview/scim/v2/Me")
        );
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await shared.Cloud.Http.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<HttpResponseMessage> AuthorizeAsync(Dictionary<string, string?> changed)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = shared.Cloud.Description.WebClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = Back,
            ["scope"] = "openid profile",
            ["state"] = "opaque state&more",
            ["nonce"] = "once",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changed)
            query[name] = value;

        return await shared.Cloud.Http.GetAsync(new Uri(QueryHelpers.AddQueryString($"{Tenant}/oauth2/v2.0/authorize", query)));
    }

    private async Task<string> CodeAsync(string user, string scope = "openid profile")
    {
        using var answer = await AuthorizeAsync(new() { ["login_hint"] = user, ["scope"] = scope });
        Assert.StartsWith($"{Back}?code=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal("opaque state&more", query["state"]);
        return query["code"]!;
    }

    private async Task<(int Status, JObject Body)> RedeemAsync(string code, Dictionary<string, string>? changed = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = shared.Cloud.Description.WebClientId,
            ["client_secret"] = shared.Cloud.Description.WebClientSecret,
            ["redirect_uri"] = Back,
            ["code"] = code,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changed ?? [])
            form[name] = value;

        using var content = new FormUrlEncodedContent(form);
        using var answer = await shared.Cloud.Http.PostAsync(new Uri($"{Tenant}/oauth2/v2.0/token"), content);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>The claims of a token, after its signature was verified with the key that the discovery document leads to.</summary>
    private async Task<JObject> VerifiedAsync(string token)
    {
        var configuration = await ReadAsync($"{Tenant}/v2.0/.well-known/openid-configuration");
        var key = (JObject)Assert.Single((await ReadAsync((string)configuration["jwks_uri"]!))["keys"]!);
        var parts = token.Split('.');
        var header = JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal((string?)key["kid"], (string?)header["kid"]);
        using var rsa = RSA.Create(
            new RSAParameters
            {
                Modulus = Base64Url.DecodeFromChars((string)key["n"]!),
                Exponent = Base64Url.DecodeFromChars((string)key["e"]!),
            }
        );
        Assert.True(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
        );
        return JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
    }

    private async Task<JObject> ReadAsync(string address) => JObject.Parse(await shared.Cloud.Http.GetStringAsync(new Uri(address)));
}
