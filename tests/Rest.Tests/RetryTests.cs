using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

/// <summary>Which failures of a request are repeated.</summary>
public sealed class RetryTests
{
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
        bench.Service.Then(bench.SilenceAsync).Then(200, """{ "ok": true }""");

        Assert.True((bool)(await bench.SendAsync(Bench.Read))["ok"]!);

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
}
