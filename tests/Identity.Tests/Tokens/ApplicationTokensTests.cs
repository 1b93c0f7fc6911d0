using System.Net.Sockets;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;

namespace Layercake.Identity.Tests.Tokens;

public sealed class ApplicationTokensTests
{
    private const string Secret = "canary-7b21-secret";
    private const string Tenant = "5d0c2f4e-0000-4000-8000-000000000001";
    private const string Source = "client-secret in vault https://v.vault.azure.net";

    // The client library remembers throttled clients for the whole process.
    private readonly string client = Guid.NewGuid().ToString();

    private static AzureCloud Loopback { get; } = AzureCloud.Public with { Authority = new Uri("https://127.0.0.1:1/") };

    [Theory]
    [InlineData(
        401,
        "invalid_client",
        7000215,
        "AADSTS7000215: Invalid client secret provided.",
        "Microsoft Entra refused client {0} of tenant {1}: AADSTS7000215: Invalid client secret provided. The secret comes from "
            + "{2}; put the current value there."
    )]
    [InlineData(
        401,
        "invalid_client",
        7000222,
        "AADSTS7000222: The provided client secret keys are expired.",
        "Microsoft Entra refused client {0} of tenant {1}: AADSTS7000222: The provided client secret keys are expired. The secret "
            + "comes from {2}; make a new one for the application and put its value there."
    )]
    [InlineData(
        400,
        "invalid_request",
        90002,
        "AADSTS90002: Tenant not found.",
        "Microsoft Entra knows no tenant {1}: AADSTS90002: Tenant not found. Check the tenant id."
    )]
    [InlineData(
        400,
        "unauthorized_client",
        700016,
        "AADSTS700016: Application was not found.",
        "Tenant {1} has no application {0}: AADSTS700016: Application was not found. Check the client id, and that the application "
            + "belongs to this tenant."
    )]
    [InlineData(
        400,
        "invalid_request",
        1,
        "AADSTS1: Something else.",
        "Microsoft Entra refused client {0} of tenant {1}: AADSTS1: Something else. Check tenant, client id and the secret from {2}."
    )]
    public async Task A_refusal_says_who_was_refused_and_what_to_do(int status, string error, int number, string words, string expected)
    {
        var entra = new ScriptedAzure(
            (_, _) =>
                ScriptedAzure.Reply(
                    status,
                    $$"""
                    {
                      "error": "{{error}}",
                      "error_description": "{{words}}\r\nTrace ID: 1\r\nCorrelation ID: 2",
                      "error_codes": [{{number}}]
                    }
                    """
                )
        );

        var failure = await FailAsync(entra);

        Assert.Equal(string.Format(null, expected, client, Tenant, Source), failure.Message);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "x")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{ "access_token": "t", "expires_in": "soon", "token_type": "Bearer" }""")]
    [InlineData(200, """{ "access_token": null, "expires_in": 3600, "token_type": "Bearer" }""")]
    [InlineData(200, """{ "access_token": "t" }""")]
    [InlineData(200, "<html>proxy</html>")]
    [InlineData(302, "<html>proxy</html>")]
    [InlineData(400, "")]
    [InlineData(400, "x")]
    [InlineData(400, "null")]
    [InlineData(400, "[]")]
    [InlineData(400, "{}")]
    [InlineData(404, "<html>x</html>")]
    public async Task An_answer_that_cannot_be_read_names_Entra_and_not_the_runtime(int status, string body)
    {
        var failure = await FailAsync(new ScriptedAzure((_, _) => ScriptedAzure.Reply(status, body)));

        Assert.Equal(
            status == 200
                ? $"Microsoft Entra at https://127.0.0.1:1/ answered something that could not be read when client {client} of tenant "
                    + $"{Tenant} asked for a token. Check the tenant id, and whether a proxy answers in its place."
                : $"Microsoft Entra at https://127.0.0.1:1/ answered {status} to client {client} of tenant {Tenant} with something that "
                    + $"could not be read. Check tenant, client id and the secret from {Source}, and whether a proxy answers in its place.",
            failure.Message
        );
    }

    [Fact]
    public async Task An_authority_that_cannot_be_reached_says_where_it_was_sought()
    {
        var entra = new ScriptedAzure(
            (_, _) => throw new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused))
        );

        Assert.Equal(
            "Microsoft Entra could not be reached at https://127.0.0.1:1/: Connection refused. Check the network connection and the "
                + "proxy settings.",
            (await FailAsync(entra)).Message
        );
    }

    [Fact]
    public async Task A_throttled_client_is_told_how_long_to_wait()
    {
        var entra = new ScriptedAzure(
            (_, _) =>
            {
                var reply = ScriptedAzure.Reply(429, """{ "error": "temporarily_unavailable" }""");
                reply.Headers.Add("Retry-After", "17");
                return reply;
            }
        );

        Assert.Equal(
            $"Microsoft Entra asks client {client} to wait for 17 s: too many requests for tokens. Run again after that.",
            (await FailAsync(entra)).Message
        );
    }

    [Fact]
    public async Task A_token_is_kept_until_a_fresh_one_is_wanted()
    {
        var number = 0;
        var entra = new ScriptedAzure(
            (_, _) => ScriptedAzure.Reply(200, $$"""{ "token_type": "Bearer", "expires_in": 3600, "access_token": "t{{++number}}" }""")
        );
        var tokens = Tokens(entra);

        var first = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => tokens.GetAsync("r", renew: false, CancellationToken.None).AsTask())
        );

        Assert.All(first, token => Assert.Equal("t1", token.Token));
        Assert.Equal("t2", (await tokens.GetAsync("r", renew: true, CancellationToken.None)).Token);
        Assert.Equal("t2", (await tokens.GetAsync("r", renew: false, CancellationToken.None)).Token);
    }

    [Fact]
    public async Task A_token_with_five_minutes_left_is_not_used_any_more()
    {
        var entra = new ScriptedAzure(
            (_, _) => ScriptedAzure.Reply(200, """{ "token_type": "Bearer", "expires_in": 300, "access_token": "t" }""")
        );
        var tokens = Tokens(entra);

        await tokens.GetAsync("r", renew: false, CancellationToken.None);
        await tokens.GetAsync("r", renew: false, CancellationToken.None);

        Assert.Equal(2, entra.Requests.Count);
    }

    [Fact]
    public async Task Each_resource_has_its_own_token()
    {
        var entra = new ScriptedAzure(
            (_, form) =>
                ScriptedAzure.Reply(
                    200,
                    $$"""{ "token_type": "Bearer", "expires_in": 3600, "access_token": "{{Scope(form)}}" }"""
                )
        );
        var tokens = Tokens(entra);

        Assert.Contains(
            "2ff814a6",
            (await tokens.GetAsync(AzureCloud.Public.DatabricksResource, renew: false, CancellationToken.None)).Token,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "management",
            (await tokens.GetAsync(AzureCloud.Public.ManagementResource, renew: false, CancellationToken.None)).Token,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_secret_that_Entra_echoes_is_in_no_text_of_the_failure()
    {
        var entra = new ScriptedAzure(
            (_, _) =>
                ScriptedAzure.Reply(
                    401,
                    $$"""{ "error": "invalid_client", "error_description": "AADSTS7000215: bad {{Secret}}", "error_codes": [7000215] }"""
                )
        );

        Assert.DoesNotContain(Secret, (await FailAsync(entra)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_secret_is_a_failure_to_sign_in()
    {
        var tokens = new ApplicationTokens(
            Loopback,
            Tenant,
            client,
            new ClientSecretAuthentication("", Source),
            new ScriptedAzure((_, _) => ScriptedAzure.Reply(200)).Client
        );

        var failure = await Assert.ThrowsAsync<SignInException>(() => tokens.GetAsync("r", renew: false, CancellationToken.None).AsTask());

        Assert.StartsWith($"Client {client} of tenant {Tenant} cannot sign in: ", failure.Message, StringComparison.Ordinal);
    }

    private ApplicationTokens Tokens(ScriptedAzure entra) =>
        new(Loopback, Tenant, client, new ClientSecretAuthentication(Secret, Source), entra.Client);

    private Task<SignInException> FailAsync(ScriptedAzure entra) =>
        Assert.ThrowsAsync<SignInException>(() => Tokens(entra).GetAsync("r", renew: false, CancellationToken.None).AsTask());

    private static string Scope(string form) => form.Split('&').Single(field => field.StartsWith("scope=", StringComparison.Ordinal));
}
