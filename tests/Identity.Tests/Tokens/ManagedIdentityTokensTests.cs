using System.Net.Sockets;
using System.Security.Authentication;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Tokens;

public sealed class ManagedIdentityTokensTests
{
    private readonly SelfAdvancingClock clock = new();
    private readonly Dictionary<string, string> variables = [];
    private readonly List<string> asked = [];

    [Fact]
    public async Task A_virtual_machine_asks_its_metadata_service()
    {
        var tokens = Tokens(null, _ => ScriptedAzure.Reply(200, Token()));

        Assert.Equal("t", (await tokens.GetAsync("https://vault.azure.net", renew: false, CancellationToken.None)).Token);
        Assert.Equal(
            [
                "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net "
                    + "Metadata=true",
            ],
            asked
        );
    }

    [Fact]
    public async Task An_app_asks_where_App_Service_says_for_the_identity_with_the_client_id()
    {
        (variables["IDENTITY_ENDPOINT"], variables["IDENTITY_HEADER"]) = ("http://127.0.0.1:41/msi/token", "h");
        var tokens = Tokens("c1", _ => ScriptedAzure.Reply(200, Token()));

        await tokens.GetAsync("r", renew: false, CancellationToken.None);

        Assert.Equal(["http://127.0.0.1:41/msi/token?api-version=2019-08-01&resource=r&client_id=c1 X-IDENTITY-HEADER=h"], asked);
    }

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_expires()
    {
        var tokens = Tokens(null, _ => ScriptedAzure.Reply(200, Token()));

        await tokens.GetAsync("r", renew: false, CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(54));
        await tokens.GetAsync("r", renew: false, CancellationToken.None);
        Assert.Single(asked);
        clock.Advance(TimeSpan.FromMinutes(2));
        await tokens.GetAsync("r", renew: false, CancellationToken.None);
        await tokens.GetAsync("r", renew: true, CancellationToken.None);
        Assert.Equal(3, asked.Count);
    }

    [Fact]
    public async Task A_service_that_is_busy_is_asked_again()
    {
        var tokens = Tokens(
            null,
            _ => asked.Count < 3 ? ScriptedAzure.Reply(asked.Count == 1 ? 429 : 503) : ScriptedAzure.Reply(200, Token())
        );

        Assert.Equal("t", (await tokens.GetAsync("r", renew: false, CancellationToken.None)).Token);
    }

    [Theory]
    [InlineData(
        null,
        400,
        """{ "error": "invalid_request", "error_description": "Identity not found" }""",
        "This machine has no managed identity of its own: Identity not found. Give it one (az vm identity assign, az webapp "
            + "identity assign), or name a user-assigned one in client_id."
    )]
    [InlineData(
        "c1",
        400,
        """{ "error": "invalid_request", "error_description": "Identity not found" }""",
        "This machine has no managed identity with client id c1: Identity not found. Assign it (az vm identity assign --identities "
            + "…, az webapp identity assign --identities …), or correct client_id."
    )]
    [InlineData(
        null,
        401,
        "",
        "The managed identity service at http://169.254.169.254 refused this process: 401 Unauthorized. Check IDENTITY_HEADER, "
            + "which App Service sets."
    )]
    [InlineData(
        null,
        200,
        "<html>",
        "The managed identity service at http://169.254.169.254 gave an answer without a token. Run again in a few minutes."
    )]
    [InlineData(
        null,
        200,
        """{ "access_token": { "a": 1 }, "expires_on": "1" }""",
        "The managed identity service at http://169.254.169.254 gave an answer without a token. Run again in a few minutes."
    )]
    [InlineData(
        null,
        200,
        """{ "access_token": "t", "expires_on": "999999999999999" }""",
        "The managed identity service at http://169.254.169.254 gave an answer without a token. Run again in a few minutes."
    )]
    public async Task A_refusal_says_what_to_assign(string? clientId, int status, string body, string expected)
    {
        var tokens = Tokens(clientId, _ => ScriptedAzure.Reply(status, body));

        var failure = await Assert.ThrowsAsync<SignInException>(() => tokens.GetAsync("r", renew: false, CancellationToken.None).AsTask());

        Assert.Equal(expected, failure.Message);
    }

    public static TheoryData<Exception> Unreachable { get; } =
    [
        new SocketException((int)SocketError.HostUnreachable),
        new IOException("No route to host"),
        new AuthenticationException("No route to host"),
    ];

    [Theory]
    [MemberData(nameof(Unreachable))]
    public async Task A_machine_without_the_service_says_that_only_Azure_has_it(Exception cause)
    {
        var tokens = Tokens(null, _ => throw new HttpRequestException("x", cause));

        var failure = await Assert.ThrowsAsync<SignInException>(() => tokens.GetAsync("r", renew: false, CancellationToken.None).AsTask());

        Assert.Equal(
            "No managed identity service answers at http://169.254.169.254: No route to host. Only machines and apps in Azure have "
                + "one; choose another authority_type elsewhere.",
            failure.Message
        );
        Assert.False(await tokens.IsPresentAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_told_in_the_same_words()
    {
        var tokens = Tokens(
            null,
            async (_, ct) =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
                throw new InvalidOperationException("Nobody ended the attempt.");
            }
        );

        var failure = await Assert.ThrowsAsync<SignInException>(() => tokens.GetAsync("r", renew: false, CancellationToken.None).AsTask());

        Assert.StartsWith("No managed identity service answers at http://169.254.169.254: no answer in time. Only", failure.Message);
        Assert.Single(asked);
    }

    [Fact]
    public async Task An_attempt_that_something_below_cancels_is_told_as_no_answer_in_time()
    {
        var tokens = Tokens(null, _ => throw new TaskCanceledException());

        var failure = await Assert.ThrowsAsync<SignInException>(() => tokens.GetAsync("r", renew: false, CancellationToken.None).AsTask());

        Assert.Contains("no answer in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_service_is_known_by_its_refusal_of_a_bare_question() =>
        Assert.True(await Tokens(null, _ => ScriptedAzure.Reply(400)).IsPresentAsync(TimeSpan.FromSeconds(1), CancellationToken.None));

    private string Token() =>
        $$"""
            {
              "access_token": "t",
              "expires_on": "{{clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}}",
              "token_type": "Bearer",
              "resource": "r"
            }
            """;

    private ManagedIdentityTokens Tokens(string? clientId, Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        Tokens(clientId, (request, _) => Task.FromResult(answer(request)));

    private ManagedIdentityTokens Tokens(
        string? clientId,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer
    ) =>
        new(
            clientId,
            variables.GetValueOrDefault,
            new ScriptedAzure(
                (request, _, ct) =>
                {
                    asked.Add(
                        $"{request.RequestUri!.AbsoluteUri} "
                            + $"{string.Join(' ', request.Headers.Select(header => $"{header.Key}={header.Value.Single()}"))}"
                    );
                    return answer(request, ct);
                }
            ).ClientWithRetries(clock),
            clock
        );
}
