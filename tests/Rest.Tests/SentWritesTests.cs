using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

public sealed class SentWritesTests
{
    private readonly SentWrites writes = new();
    private readonly Bench bench;

    public SentWritesTests() => bench = new Bench(options => options with { Writes = writes });

    [Theory]
    [InlineData(200, true)]
    [InlineData(500, true)]
    [InlineData(400, false)]
    [InlineData(403, false)]
    public async Task A_write_had_an_effect_unless_it_was_refused(int status, bool hadEffect)
    {
        bench.Service.ThenError(status, "INVALID_STATE", "words");

        await Record.ExceptionAsync(() => bench.SendAsync(Bench.Write(RepeatSafety.Unsafe)));

        Assert.Equal(hadEffect ? 1 : 0, writes.WithEffect.Count);
    }

    [Fact]
    public async Task A_lost_answer_is_no_proof_that_nothing_was_written()
    {
        bench.Service.ThenThrow(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.Equal(["POST /api/2.2/jobs/create"], writes.WithEffect.Select(write => $"{write.Method} {write.Path}"));
    }

    [Fact]
    public async Task Reading_writes_nothing()
    {
        await bench.SendAsync(Bench.Read);

        Assert.Empty(writes.WithEffect);
    }
}
