using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

/// <summary>Before each attempt of a write it is asked whether it may begin.</summary>
public sealed class WriteGateTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly CancellationTokenSource cut = new();
    private string? closed;

    public void Dispose() => cut.Dispose();

    [Fact]
    public async Task A_repetition_of_a_write_is_asked_for_again_and_not_sent_when_the_time_is_over()
    {
        var bound = new WriteWindow(() => closed, cut.Token);
        bench.Client.Gate.Set(bound);
        _ = bound.WhenClosed.ContinueWith(_ => cut.Cancel(), TaskScheduler.Default);
        bench.Service.Then(
            (_, _) =>
            {
                closed = "the lease is lost.";
                return Task.FromResult(ScriptedService.Reply(503, "{}"));
            }
        );

        var refusal = await Assert.ThrowsAsync<WritesEndedException>(() => bench.SendAsync(Bench.Write(RepeatSafety.Idempotent)));

        Assert.EndsWith("was not sent: the lease is lost.", refusal.Message, StringComparison.Ordinal);
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task Reads_and_urgent_writes_pass()
    {
        closed = "the lease is lost.";
        await cut.CancelAsync();
        bench.Client.Gate.Set(new WriteWindow(() => closed, cut.Token));
        bench.Service.Then(200, "{}").Then(200, "{}");

        await bench.SendAsync(Bench.Read);
        await bench.SendAsync(Bench.Write(RepeatSafety.Idempotent) with { Urgent = true });

        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_write_under_way_is_cut_in_words_of_ours()
    {
        var bound = new WriteWindow(() => closed, cut.Token);
        bench.Client.Gate.Set(bound);
        bench.Service.Then(
            async (_, ct) =>
            {
                closed = "the lease is lost.";
                await cut.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                return ScriptedService.Reply(200, "{}");
            }
        );

        var refusal = await Assert.ThrowsAsync<WritesEndedException>(() => bench.SendAsync(Bench.Write(RepeatSafety.Idempotent)));

        Assert.Contains("was cut off before its answer came", refusal.Message, StringComparison.Ordinal);
        Assert.True(bound.LeftUnanswered);
    }
}
