using Build.Running;

namespace Layercake.Build.Tests.Running;

public sealed class HostOutcomeTests : IDisposable
{
    private readonly Interruption interruption = new(TextWriter.Null);

    [Fact]
    public void A_run_without_failure_is_done() => Assert.Equal(0, Ended(null, cakes: 0));

    [Fact]
    public void A_failure_that_carries_a_code_ends_with_it() => Assert.Equal(3, Ended(new BuildFailedException(ExitCodes.Refused, "No.")));

    [Fact]
    public void The_code_is_found_inside_what_Cake_made_of_the_failure() =>
        Assert.Equal(2, Ended(new InvalidOperationException("outer", new BuildFailedException(ExitCodes.Wrong, "inner"))));

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void Any_other_failure_is_1_whatever_Cake_says(int cakes) =>
        Assert.Equal(1, Ended(new InvalidOperationException("It broke."), cakes));

    [Fact]
    public void A_cancellation_without_a_signal_is_a_failure() => Assert.Equal(1, Ended(new OperationCanceledException()));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    public void What_was_left_out_is_4_unless_something_else_failed(int cakes, int code) =>
        Assert.Equal(code, new HostOutcome(interruption) { AssetsSkipped = true }.ExitCode(cakes));

    public void Dispose() => interruption.Dispose();

    private int Ended(Exception? failure, int cakes = 1)
    {
        var outcome = new HostOutcome(interruption);
        outcome.Record(failure);
        return outcome.ExitCode(cakes);
    }
}
