using System.Net.Http.Headers;
using System.Net.Sockets;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Identity.Workspaces;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tests.Http;

/// <summary>Which requests are sent again, and how often, with the genuine client libraries above the handler.</summary>
public sealed class RetryRulesTests : IDisposable
{
    private const string Entra = "https://login.microsoftonline.com/t/oauth2/v2.0/token";
    private const string Vault = "https://kv.vault.azure.net/secrets/a";
    private const string Azure = "https://management.azure.com/subscriptions/s/resourceGroups/g";
    private const string Oidc = "https://dev.azure.com/o/_apis/distributedtask/oidctoken";

    private readonly SelfAdvancingClock clock = new();
    private readonly Queue<Func<HttpResponseMessage>> failures = new();
    private readonly ScriptedAzure azure;
    private readonly HttpClient http;

    public RetryRulesTests()
    {
        azure = new ScriptedAzure((_, _) => failures.TryDequeue(out var failure) ? failure() : Success());
        http = azure.ClientWithRetries(clock);
    }

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData("POST", Entra, 408, 2)]
    [InlineData("POST", Entra, 429, 2)]
    [InlineData("POST", Entra, 500, 2)]
    [InlineData("POST", Entra, 503, 2)]
    [InlineData("POST", Entra, 401, 1)]
    [InlineData("POST", Oidc, 503, 2)]
    [InlineData("POST", "https://adb-1.2.azuredatabricks.net/oidc/v1/token", 502, 2)]
    [InlineData("GET", Vault, 429, 2)]
    [InlineData("GET", Vault, 504, 2)]
    [InlineData("GET", Vault, 404, 1)]
    [InlineData("GET", Vault, 403, 1)]
    [InlineData("GET", Azure, 503, 2)]
    [InlineData("GET", Azure, 410, 1)]
    [InlineData("PUT", Azure, 503, 2)]
    [InlineData("PUT", Azure, 409, 1)]
    [InlineData("POST", Azure + "/providers/Microsoft.Resources/deployments/d/whatIf", 503, 2)]
    [InlineData("POST", Azure + "/providers/Microsoft.Resources/deployments/d/cancel", 429, 2)]
    [InlineData("POST", Azure + "/providers/Microsoft.Resources/deployments/d/cancel", 500, 1)]
    [InlineData("POST", Azure + "/providers/Microsoft.Resources/deployments/d/cancel", 503, 1)]
    [InlineData("GET", "https://pipelines.actions.githubusercontent.com/token?audience=a", 503, 2)]
    public async Task A_failure_that_may_pass_is_repeated_where_it_can_do_no_harm(string method, string address, int status, int requests)
    {
        Fail(status);

        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

        Assert.Equal(requests, azure.Requests.Count);
        Assert.Equal(requests == 1 ? status : 200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", Entra, 2)]
    [InlineData("PUT", Azure, 2)]
    [InlineData("POST", Azure + "/cancel", 1)]
    public async Task A_connection_lost_before_the_answer_is_repeated_only_where_twice_is_as_good_as_once(
        string method,
        string address,
        int requests
    )
    {
        failures.Enqueue(() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        var failure = await Record.ExceptionAsync(() => http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address)));

        Assert.Equal((requests, requests == 1), (azure.Requests.Count, failure is HttpRequestException));
    }

    [Fact]
    public async Task A_request_that_never_left_is_repeated_even_if_it_is_unsafe()
    {
        failures.Enqueue(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

        using var answer = await http.PostAsync(new Uri(Azure + "/cancel"), null);

        Assert.Equal(2, azure.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_fails_over_a_request_is_asked_three_times_only()
    {
        Fail(500, 500, 500, 500, 500);

        using var answer = await http.GetAsync(new Uri(Vault));

        Assert.Equal((500, 3), ((int)answer.StatusCode, azure.Requests.Count));
    }

    [Fact]
    public async Task Entra_gets_as_many_requests_from_its_library_as_it_failed_and_one_more()
    {
        Fail(503, 429, 503);
        var (secret, client) = (new ClientSecretAuthentication("s", "a test"), Guid.NewGuid().ToString());
        // The library asks a cloud of this machine for nothing but the token.
        var cloud = AzureCloud.Public with { Authority = new Uri("https://127.0.0.1:1/") };

        await new ApplicationTokens(cloud, "t", client, secret, http).GetAsync("r", renew: false, default);

        Assert.Equal(Enumerable.Repeat("POST https://127.0.0.1:1/t/oauth2/v2.0/token", 4), azure.Requests);
    }

    [Fact]
    public async Task A_vault_gets_as_many_requests_from_its_library_as_it_failed_and_one_more()
    {
        Fail(503, 429, 503);

        await new KeyVaultSecrets(new Uri("https://kv.vault.azure.net"), new FixedCredential(), http, clock).GetAsync("a", default);

        Assert.Equal(4, azure.Requests.Count);
    }

    [Fact]
    public async Task A_workspace_gives_a_token_after_it_was_busy()
    {
        Fail(429, 503);

        await new WorkspaceOAuthTokens(new Uri("https://w"), "c", "s", "a test", http, clock).GetAsync(renew: false, default);

        Assert.Equal(3, azure.Requests.Count);
    }

    [Fact]
    public async Task Resource_Manager_repeats_a_deployment_that_it_was_too_busy_for()
    {
        Fail(429, 503);

        await new ResourceManagerClient(http, AzureCloud.Public, new FixedTokenSource(), clock).DeployAsync(
            "/subscriptions/s/resourceGroups/g",
            "d",
            [],
            [],
            new Progress<OperationProgress>(),
            default
        );

        Assert.Equal(["PUT", "PUT", "PUT", "GET"], azure.Requests.Select(request => request.Split(' ')[0]));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(503)]
    public async Task The_metadata_service_is_asked_four_times(int status)
    {
        Fail(status, status, status, status, status);

        await Assert.ThrowsAsync<SignInException>(() => MachineAsync(default));

        Assert.Equal(4, azure.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task The_metadata_services_refusal_is_taken_at_once(int status)
    {
        Fail(status);

        await Assert.ThrowsAsync<SignInException>(() => MachineAsync(default));

        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task A_machine_without_the_metadata_service_is_asked_once()
    {
        failures.Enqueue(() => throw new HttpRequestException("x", new SocketException((int)SocketError.HostUnreachable)));

        await Assert.ThrowsAsync<SignInException>(() => MachineAsync(default));

        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task Looking_whether_there_is_a_metadata_service_takes_one_request()
    {
        Fail(503);

        Assert.False(await Machine().IsPresentAsync(TimeSpan.FromSeconds(1), default));
        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task Retry_After_is_honoured_by_every_service_and_waits_without_it_grow()
    {
        failures.Enqueue(() => Busy(TimeSpan.FromSeconds(7)));
        Fail(503, 503);

        await MachineAsync(default);

        Assert.Equal(7, clock.Delays[0].TotalSeconds);
        Assert.InRange(clock.Delays[1].TotalSeconds, 1, 3);
        Assert.InRange(clock.Delays[2].TotalSeconds, 2, 6);
    }

    [Fact]
    public async Task A_managed_identity_service_that_asks_for_minutes_is_not_waited_for()
    {
        failures.Enqueue(() => Busy(TimeSpan.FromSeconds(120)));

        await Assert.ThrowsAsync<SignInException>(() => MachineAsync(default));

        Assert.Equal((1, 0), (azure.Requests.Count, clock.Delays.Count));
    }

    [Fact]
    public async Task The_waits_for_a_managed_identity_take_half_a_minute_together()
    {
        failures.Enqueue(() => Busy(TimeSpan.FromSeconds(20)));
        failures.Enqueue(() => Busy(TimeSpan.FromSeconds(20)));

        await Assert.ThrowsAsync<SignInException>(() => MachineAsync(default));

        Assert.Equal([20], clock.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task Other_services_are_waited_for_as_long_as_they_ask_within_five_minutes()
    {
        failures.Enqueue(() => Busy(TimeSpan.FromSeconds(120)));

        using var answer = await http.GetAsync(new Uri(Vault));

        Assert.Equal([120], clock.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task Who_cancels_does_not_wait_for_the_next_attempt()
    {
        var still = new ManualClock();
        using var client = azure.ClientWithRetries(still);
        using var run = new CancellationTokenSource();
        failures.Enqueue(() => Busy(TimeSpan.FromMinutes(1)));

        var asking = client.GetAsync(new Uri(Vault), run.Token);
        await still.WhenWaitingAsync(1);
        await run.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Single(azure.Requests);
    }

    private ManagedIdentityTokens Machine() => new(null, _ => null, http, clock);

    private async Task MachineAsync(CancellationToken ct) => await Machine().GetAsync("r", renew: false, ct);

    private void Fail(params int[] statuses)
    {
        foreach (var status in statuses)
            failures.Enqueue(() => ScriptedAzure.Reply(status));
    }

    private static HttpResponseMessage Busy(TimeSpan retryAfter)
    {
        var answer = ScriptedAzure.Reply(429);
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(retryAfter);
        return answer;
    }

    private static HttpResponseMessage Success() =>
        ScriptedAzure.Reply(
            200,
            new JObject
            {
                ["access_token"] = "t",
                ["token_type"] = "Bearer",
                ["expires_in"] = 3600,
                ["value"] = "v",
                ["id"] = "https://kv.vault.azure.net/secrets/a/1",
                ["attributes"] = new JObject { ["enabled"] = true },
            }.ToString()
        );
}
