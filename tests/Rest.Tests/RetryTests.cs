using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Layercake.Rest.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Layercake.Rest.Tests;

public sealed class RetryTests
{
    private static readonly Exception Refused = new HttpRequestException(
        HttpRequestError.ConnectionError,
        "Connection refused (10.0.0.1:443)",
        new SocketException((int)SocketError.ConnectionRefused)
    );

    private static readonly Exception Lost = new HttpRequestException(
        HttpRequestError.ResponseEnded,
        "An error occurred while sending the request.",
        new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")
    );

    private readonly Bench bench = new();

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated_after_a_passing_failure(int status)
    {
        bench.Service.ThenError(status, "TEMPORARILY_UNAVAILABLE", "later").Then(200, """{ "ok": true }""");

        Assert.True((bool)(await bench.SendAsync(Bench.Read))["ok"]!);

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task A_refusal_is_final(int status)
    {
        bench.Service.ThenError(status, "INVALID_STATE", "no");

        var failure = await bench.FailAsync(Bench.Read);

        Assert.Equal(status, failure.Status);
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task A_service_that_fails_over_a_request_three_times_is_not_asked_again()
    {
        for (var i = 0; i < 5; i++)
            bench.Service.ThenError(500, "INTERNAL_ERROR", "oops");

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Idempotent));

        Assert.Equal((500, 3), (failure.Status, bench.Service.Requests.Count));
    }

    [Fact]
    public async Task Waiting_that_takes_longer_is_told_and_shorter_is_not()
    {
        for (var i = 0; i < 3; i++)
            bench.Service.ThenError(503, "TEMPORARILY_UNAVAILABLE", "later");

        await bench.SendAsync(Bench.Read);

        Assert.Equal(
            "GET /api/2.1/clusters/get answered 503 TEMPORARILY_UNAVAILABLE (attempt 3); trying again in 4 s",
            Assert.Single(bench.Log.Lines, line => line.Level == LogLevel.Warning).Text.Trim()
        );
    }

    [Fact]
    public async Task Delays_grow_to_ten_seconds()
    {
        for (var i = 0; i < 7; i++)
            bench.Service.Then(503);

        await bench.SendAsync(Bench.Read);

        Assert.Equal([1, 2, 4, 8, 10, 10, 10], bench.Seconds);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_the_delay()
    {
        bench.Service.Then(429, retryAfter: "7");

        await bench.SendAsync(Bench.Read);

        Assert.Equal([7], bench.Seconds);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_measured_on_the_clock()
    {
        bench.Service.Then(503, retryAfter: bench.Clock.GetUtcNow().AddSeconds(21).ToString("R", CultureInfo.InvariantCulture));

        await bench.SendAsync(Bench.Read);

        Assert.Equal([21], bench.Seconds);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("Wed, 01 Jan 2020 00:00:00 GMT")]
    public async Task A_Retry_After_that_says_nothing_is_passed_over(string header)
    {
        bench.Service.Then(429, retryAfter: header);

        await bench.SendAsync(Bench.Read);

        Assert.Equal([1], bench.Seconds);
    }

    [Fact]
    public async Task A_Retry_After_beyond_the_deadline_ends_the_call_at_once()
    {
        bench.Service.ThenError(429, "REQUEST_LIMIT_EXCEEDED", "Too many requests.", retryAfter: "3600");

        var failure = await bench.FailAsync(Bench.Read);

        Assert.True(failure.IsThrottled);
        Assert.Empty(bench.Clock.Delays);
        Assert.EndsWith("It asks to wait 3600 s.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_ends_when_its_deadline_is_reached()
    {
        for (var i = 0; i < 100; i++)
            bench.Service.ThenError(503, "TEMPORARILY_UNAVAILABLE", "later");
        var began = bench.Clock.GetUtcNow();

        var failure = await bench.FailAsync(Bench.Read);

        Assert.Equal(503, failure.Status);
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(4.5), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_call_that_ends_in_silence_keeps_the_last_answer_and_names_both_limits()
    {
        bench.Service.ThenError(503, "TEMPORARILY_UNAVAILABLE", "the region is down");
        for (var i = 0; i < 20; i++)
            bench.Service.Then(SilenceAsync);

        var failure = await bench.FailAsync(Bench.Read);

        Assert.Contains(", the limit of one attempt. Given up after ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" s: one call may take 300 s. ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Its last answer was 503 TEMPORARILY_UNAVAILABLE: the region is down.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_fails_in_the_middle_is_the_failure_of_the_call()
    {
        var unsigned = new Bench(options =>
            options with
            {
                Token = (_, _) =>
                    throw new HttpRequestException(HttpRequestError.UserAuthenticationError, "Microsoft Entra refused client 7b21"),
            }
        );

        var failure = await unsigned.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.Equal("POST /api/2.2/jobs/create: Microsoft Entra refused client 7b21.", failure.Message);
        Assert.True(failure is { IsNotSignedIn: true, IsUnreachable: false, OutcomeUnknown: false });
        Assert.Empty(unsigned.Service.Requests);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_is_given_up_and_repeated()
    {
        bench.Service.Then(SilenceAsync).Then(200, """{ "ok": true }""");

        Assert.True((bool)(await bench.SendAsync(Bench.Read))["ok"]!);

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_lost_connection_is_repeated_for_an_idempotent_write()
    {
        bench.Service.ThenThrow(Lost);

        await bench.SendAsync(Bench.Write(RepeatSafety.Idempotent));

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_new_workspace_without_workers_is_waited_for()
    {
        bench.Service.ThenError(400, "BAD_REQUEST", "Current organization 17 does not have any associated worker environments");

        await bench.SendAsync(Bench.Read);

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_create_that_was_throttled_is_repeated()
    {
        bench.Service.Then(429);

        await bench.SendAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_create_that_never_left_is_repeated()
    {
        bench.Service.ThenThrow(Refused);

        await bench.SendAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_create_is_not_repeated_after_an_error_that_leaves_its_outcome_open(int status)
    {
        bench.Service.ThenError(status, "INTERNAL_ERROR", "oops");

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.True(failure.OutcomeUnknown);
        Assert.Equal(
            $"POST /api/2.2/jobs/create answered {status} INTERNAL_ERROR: oops. Whether it took effect is not known.",
            failure.Message
        );
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task A_create_is_not_repeated_after_a_lost_connection()
    {
        bench.Service.ThenThrow(Lost);

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.True(failure.OutcomeUnknown);
        Assert.True(failure.IsUnreachable);
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task A_create_is_not_repeated_when_no_answer_comes()
    {
        bench.Service.Then(SilenceAsync);

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.True(failure.OutcomeUnknown);
        Assert.Equal(
            "POST https://adb-1.2.azuredatabricks.net/api/2.2/jobs/create gave no answer within 60 s, the limit of one attempt. "
                + "Whether it took effect is not known.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_refused_create_certainly_had_no_effect()
    {
        bench.Service.ThenError(400, "INVALID_PARAMETER_VALUE", "no");

        Assert.False((await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe))).OutcomeUnknown);
    }

    [Fact]
    public async Task A_host_that_never_answered_is_tried_three_times()
    {
        for (var i = 0; i < 10; i++)
            bench.Service.ThenThrow(Refused);

        var failure = await bench.FailAsync(Bench.Read);

        Assert.Equal(3, bench.Service.Requests.Count);
        Assert.Equal(
            "GET https://adb-1.2.azuredatabricks.net/api/2.1/clusters/get could not be reached: Connection refused. Given up "
                + "after 3 attempts.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_host_that_has_answered_before_is_waited_for()
    {
        bench.Service.Then(200);
        await bench.SendAsync(Bench.Read);
        for (var i = 0; i < 8; i++)
            bench.Service.ThenThrow(Refused);

        await bench.SendAsync(Bench.Read);

        Assert.Equal(10, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_the_call_at_once()
    {
        bench.Service.ThenThrow(
            new HttpRequestException(
                HttpRequestError.SecureConnectionError,
                "The SSL connection could not be established, see inner exception.",
                new AuthenticationException("The remote certificate is invalid.")
            )
        );

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.False(failure.OutcomeUnknown);
        Assert.Single(bench.Service.Requests);
        Assert.EndsWith("could not be reached: The remote certificate is invalid.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_delay_between_attempts()
    {
        using var stop = new CancellationTokenSource();
        bench.Service.Then(
            async (_, _) =>
            {
                await stop.CancelAsync();
                return ScriptedService.Reply(503);
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Client.SendAsync(Bench.Read, stop.Token));

        Assert.Single(bench.Service.Requests);
    }

    private async Task<HttpResponseMessage> SilenceAsync(Sent sent, CancellationToken ct)
    {
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        await Task.Delay(Timeout.InfiniteTimeSpan, bench.Clock, ct);
        return ScriptedService.Reply(200);
    }
}
