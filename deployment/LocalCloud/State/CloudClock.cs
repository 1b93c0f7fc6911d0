namespace Layercake.LocalCloud.State;

/// <summary>
/// The cloud's own time: another clock's, set ahead by as much as was asked for. Timers fire when the clock is moved past them.
/// </summary>
public sealed class CloudClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<CloudTimer> timers = [];
    private long offsetTicks;

    /// <summary>How far this clock is ahead.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp() + (long)(Offset.TotalSeconds * TimestampFrequency);

    public void SetOffset(TimeSpan offset)
    {
        CloudTimer[] waiting;
        lock (gate)
        {
            offsetTicks = offset.Ticks;
            waiting = [.. timers];
        }

        foreach (var timer in waiting)
            timer.Reschedule();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CloudTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ITimer CreateInnerTimer(TimerCallback callback) =>
        inner.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>A timer of the inner clock that is set anew, to what is left, whenever the offset changes.</summary>
    private sealed class CloudTimer : ITimer
    {
        private readonly CloudClock clock;
        private readonly ITimer timer;
        private readonly Lock gate = new();
        private DateTimeOffset? due;
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public CloudTimer(CloudClock clock, TimerCallback callback, object? state)
        {
            this.clock = clock;
            timer = clock.CreateInnerTimer(_ =>
            {
                if (Fired())
                    callback(state);
            });
        }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (clock.gate)
                clock.timers.Add(this);

            lock (gate)
            {
                period = every;
                due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
                return timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }

        public void Reschedule()
        {
            lock (gate)
                if (due is { } at)
                    timer.Change(at <= clock.GetUtcNow() ? TimeSpan.Zero : at - clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);

            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private bool Fired()
        {
            lock (gate)
            {
                if (due is not { } at)
                    return false;

                due = period > TimeSpan.Zero ? at + period : null;
            }

            Reschedule();
            return true;
        }
    }
}
