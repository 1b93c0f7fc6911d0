using Layercake.Rest.Tests.Support;
using static Layercake.Rest.AdaptiveLimiter;

namespace Layercake.Rest.Tests;

public sealed class LimiterTests
{
    [Fact]
    public async Task No_more_than_the_given_number_are_in_flight()
    {
        var bench = new Bench(o => o with { Concurrency = 3 });
        var (inFlight, peak) = (0, 0);
        var release = new SemaphoreSlim(0);
        for (var i = 0; i < 9; i++)
        {
            bench.Service.Then(
                async (_, ct) =>
                {
                    var now = Interlocked.Increment(ref inFlight);
                    lock (release)
                        peak = Math.Max(peak, now);
                    await release.WaitAsync(ct);
                    Interlocked.Decrement(ref inFlight);
                    return ScriptedService.Reply(200);
                }
            );
        }

        var all = Enumerable.Range(0, 9).Select(_ => bench.SendAsync(Bench.Read)).ToList();
        release.Release(9);
        await Task.WhenAll(all);

        Assert.Equal(3, peak);
    }

    [Fact]
    public async Task A_429_halves_the_limit_and_rounds_of_successes_raise_it_again()
    {
        var bench = new Bench();
        bench.Service.Then(429);

        await bench.SendAsync(Bench.Read);
        Assert.Equal(8, bench.Client.Limiter.Limit);

        for (var i = 0; i < 7; i++)
            await bench.SendAsync(Bench.Read);
        Assert.Equal(9, bench.Client.Limiter.Limit);
    }

    [Fact]
    public async Task Requests_that_were_in_flight_together_halve_it_once()
    {
        var limiter = new AdaptiveLimiter(16);
        var slots = new[] { await EnterAsync(limiter), await EnterAsync(limiter), await EnterAsync(limiter) };

        foreach (var slot in slots)
            limiter.Leave(slot, LimitSignal.Throttled);
        Assert.Equal(8, limiter.Limit);

        limiter.Leave(await EnterAsync(limiter), LimitSignal.Throttled);
        Assert.Equal(4, limiter.Limit);
    }

    [Fact]
    public async Task One_request_is_always_let_through_and_the_start_is_never_exceeded()
    {
        var limiter = new AdaptiveLimiter(2);
        for (var i = 0; i < 5; i++)
            limiter.Leave(await EnterAsync(limiter), LimitSignal.Throttled);
        Assert.Equal(1, limiter.Limit);

        for (var i = 0; i < 50; i++)
            limiter.Leave(await EnterAsync(limiter), LimitSignal.Succeeded);
        Assert.Equal(2, limiter.Limit);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_take_a_slot()
    {
        var limiter = new AdaptiveLimiter(1);
        var slot = await EnterAsync(limiter);
        using var stop = new CancellationTokenSource();
        var impatient = limiter.EnterAsync(stop.Token).AsTask();
        var patient = limiter.EnterAsync(CancellationToken.None).AsTask();

        await stop.CancelAsync();
        limiter.Leave(slot, LimitSignal.Succeeded);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        limiter.Leave(await patient, LimitSignal.Succeeded);
        await EnterAsync(limiter);
    }

    private static ValueTask<Slot> EnterAsync(AdaptiveLimiter limiter) => limiter.EnterAsync(CancellationToken.None);
}
