using System.Globalization;
using Layercake.Rest.Tests.Support;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Rest.Tests;

/// <summary>What asks for tokens and secrets is repeated as a workspace's calls are.</summary>
public sealed class RetryHandlerTests : IDisposable
{
    private static readonly Uri Entra = new("https://login.microsoftonline.com/tenant/oauth2/v2.0/token");

    private readonly ScriptedService service = new();
    private readonly SelfAdvancingClock clock = new();
    private readonly HttpClient http;
    private RetryRule rule = new() { Statuses = [429, 500, 503], Repeat = RepeatSafety.Idempotent };

    public RetryHandlerTests()
    {
        var limits = new RetryLimits { Clock = clock };
        http = new HttpClient(new RetryHandler(service, limits, NullLogger<RetryHandler>.Instance, _ => rule));
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Retry_After_is_honoured_in_both_forms_and_what_was_sent_is_sent_again()
    {
        service
            .Then(429, retryAfter: "7")
            .Then(503, retryAfter: clock.GetUtcNow().AddSeconds(7 + 21).ToString("R", CultureInfo.InvariantCulture))
            .Then(200, """{ "access_token": "t" }""");

        using var answer = await AskAsync();

        Assert.Equal("""{ "access_token": "t" }""", await answer.Content.ReadAsStringAsync());
        Assert.Equal([7, 21], clock.Delays.Select(delay => (int)Math.Round(delay.TotalSeconds)));
        Assert.Equal(
            ["grant_type=client_credentials", "grant_type=client_credentials", "grant_type=client_credentials"],
            service.Requests.Select(sent => sent.Text)
        );
    }

    [Fact]
    public async Task A_lost_connection_is_repeated()
    {
        service.ThenThrow(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        using var answer = await AskAsync();

        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_wait_beyond_the_limit_of_one_call_ends_it_with_that_answer()
    {
        service.Then(429, retryAfter: "3600");

        using var answer = await AskAsync();

        Assert.Equal((429, 1), ((int)answer.StatusCode, service.Requests.Count));
    }

    [Fact]
    public async Task A_host_that_never_answers_is_tried_three_times_and_told_in_one_sentence()
    {
        for (var i = 0; i < 9; i++)
            service.ThenThrow(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(AskAsync);

        Assert.Equal("Connection refused. Given up after 3 attempts.", failure.Message);
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task What_is_never_repeated_is_sent_once()
    {
        rule = RetryRule.Never;
        service.Then(503);

        using var answer = await AskAsync();

        Assert.Equal((503, 1), ((int)answer.StatusCode, service.Requests.Count));
    }

    [Fact]
    public async Task A_status_that_its_rule_does_not_name_is_not_repeated()
    {
        service.Then(502);

        using var answer = await AskAsync();

        Assert.Equal((502, 1), ((int)answer.StatusCode, service.Requests.Count));
    }

    [Fact]
    public async Task A_rule_may_name_a_status_that_a_workspace_does_not_repeat_and_bound_the_attempts()
    {
        rule = rule with { Statuses = [404], MaxAttempts = 4 };
        for (var i = 0; i < 9; i++)
            service.Then(404);

        using var answer = await AskAsync();

        Assert.Equal((404, 4), ((int)answer.StatusCode, service.Requests.Count));
    }

    [Fact]
    public async Task An_unsafe_request_is_repeated_only_after_a_refusal_that_had_no_effect()
    {
        rule = rule with { Repeat = RepeatSafety.Unsafe };
        service.Then(429).Then(503);

        using var answer = await AskAsync();

        Assert.Equal((503, 2), ((int)answer.StatusCode, service.Requests.Count));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_in_time_is_told_apart()
    {
        rule = rule with { RepeatsUnanswered = false, AttemptTimeout = TimeSpan.FromSeconds(5) };
        service.Then(
            async (_, ct) =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
                throw new InvalidOperationException("Nobody ended the attempt.");
            }
        );

        var failure = await Assert.ThrowsAsync<AttemptTimeoutException>(AskAsync);

        Assert.Equal("gave no answer within 5 s, the limit of one attempt.", failure.Message);
        Assert.Single(service.Requests);
    }

    private Task<HttpResponseMessage> AskAsync() => http.PostAsync(Entra, new StringContent("grant_type=client_credentials"));
}
