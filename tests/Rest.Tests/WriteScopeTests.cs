using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

/// <summary>Work that is kept to the calls by which it may write.</summary>
public sealed class WriteScopeTests
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData("POST /api/2.2/jobs/create", true)]
    [InlineData("POST /api/2.2/{call*}", true)]
    [InlineData("POST /api/2.2/jobs/{call}", true)]
    [InlineData("POST /api/2.2/{one}", false)]
    [InlineData("PUT /api/2.2/jobs/create", false)]
    [InlineData("POST /api/2.2/jobs/reset", false)]
    [InlineData("POST /api/2.2/jobs/create/{id*}", false)]
    public async Task A_write_is_sent_when_it_is_one_of_the_calls(string call, bool isSent)
    {
        var failure = await Record.ExceptionAsync(() =>
            WriteScope.RunAsync(WriteCall.List(call), () => SendAsync(Bench.Write(RepeatSafety.Unsafe)))
        );

        Assert.Equal(isSent, failure is null);
        Assert.Equal(isSent ? 1 : 0, bench.Service.Requests.Count);
        if (!isSent)
            Assert.Equal(
                $"POST /api/2.2/jobs/create was not sent: a plan announces {call} for it. That is a fault of this tool; please report it.",
                Assert.IsType<UnannouncedWriteException>(failure).Message
            );
    }

    [Fact]
    public async Task Reads_are_sent_whatever_may_be_written()
    {
        await WriteScope.RunAsync([], () => SendAsync(Bench.Read));

        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task What_comes_after_the_work_is_not_kept_to_its_calls()
    {
        await WriteScope.RunAsync([], () => Task.CompletedTask);

        await SendAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.Single(bench.Service.Requests);
    }

    private async Task SendAsync(WorkspaceRequest request) => await bench.SendAsync(request);
}
