using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

/// <summary>A write is repeated only where that cannot do it twice.</summary>
public sealed class WriteRetryTests
{
    private readonly Bench bench = new();

    [Fact]
    public async Task A_lost_connection_is_repeated_for_an_idempotent_write()
    {
        bench.Service.ThenThrow(Bench.Lost);

        await bench.SendAsync(Bench.Write(RepeatSafety.Idempotent));

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
        bench.Service.ThenThrow(Bench.Refused);

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
        bench.Service.ThenThrow(Bench.Lost);

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.True(failure.OutcomeUnknown);
        Assert.True(failure.IsUnreachable);
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task A_create_is_not_repeated_when_no_answer_comes()
    {
        bench.Service.Then(bench.SilenceAsync);

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
}
