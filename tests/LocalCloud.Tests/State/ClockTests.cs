using Layercake.LocalCloud.State;
using Layercake.Testing;

namespace Layercake.LocalCloud.Tests.State;

public sealed class ClockTests
{
    private readonly ManualClock inner = new();

    [Fact]
    public void A_manual_clock_fires_the_timers_it_passes_in_their_order()
    {
        var fired = new List<string>();
        using var late = inner.CreateTimer(
            _ => fired.Add($"late {inner.GetUtcNow():mm}"),
            null,
            TimeSpan.FromMinutes(3),
            Timeout.InfiniteTimeSpan
        );
        using var often = inner.CreateTimer(
            _ => fired.Add($"often {inner.GetUtcNow():mm}"),
            null,
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(2)
        );

        inner.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(["often 02", "late 03", "often 04"], fired);
    }

    [Fact]
    public async Task A_wait_on_a_manual_clock_ends_when_it_is_advanced()
    {
        var wait = Task.Delay(TimeSpan.FromHours(1), inner);
        inner.Advance(TimeSpan.FromMinutes(59));
        Assert.False(wait.IsCompleted);

        inner.Advance(TimeSpan.FromMinutes(1));

        await wait;
    }

    [Fact]
    public async Task A_wait_on_the_clouds_clock_ends_when_that_clock_is_set_past_it()
    {
        var cloud = new CloudClock(inner);
        var wait = Task.Delay(TimeSpan.FromHours(1), cloud);
        inner.Advance(TimeSpan.FromMinutes(20));

        cloud.SetOffset(TimeSpan.FromMinutes(30));
        Assert.False(wait.IsCompleted);
        Assert.Equal(inner.GetUtcNow().AddMinutes(30), cloud.GetUtcNow());

        inner.Advance(TimeSpan.FromMinutes(10));
        await wait;
    }

    [Fact]
    public void A_clouds_timer_goes_on_firing_at_its_period()
    {
        var cloud = new CloudClock(inner);
        var count = 0;
        using var timer = cloud.CreateTimer(_ => count++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

        inner.Advance(TimeSpan.FromMinutes(2));
        cloud.SetOffset(TimeSpan.FromMinutes(3));

        Assert.Equal(5, count);
    }
}
