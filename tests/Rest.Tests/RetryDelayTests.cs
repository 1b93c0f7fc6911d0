using System.Globalization;
using Layercake.Rest.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Layercake.Rest.Tests;

/// <summary>How long is waited between attempts, and when a call is given up.</summary>
public sealed class RetryDelayTests
{
    private readonly Bench bench = new();

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
            bench.Service.Then(bench.SilenceAsync);

        var failure = await bench.FailAsync(Bench.Read);

        Assert.Contains(", the limit of one attempt. Given up after ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" s: one call may take 300 s. ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Its last answer was 503 TEMPORARILY_UNAVAILABLE: the region is down.", failure.Message, StringComparison.Ordinal);
    }
}
