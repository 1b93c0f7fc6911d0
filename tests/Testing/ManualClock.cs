namespace Layercake.Testing;

/// <summary>A clock that stands still until it is advanced, and then fires the timers it passes, in their order.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Starts on a fixed day.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)) { }

    /// <summary>How many timers wait: a test may ask whether the code under test has come to its wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return timers.Count(timer => timer.Due is not null);
        }
    }

    /// <summary>Completes once that many timers wait, so that a test advances the clock neither too early nor on a guess.</summary>
    public async Task WhenWaitingAsync(int timersWaiting)
    {
        while (true)
        {
            Task another;
            lock (gate)
                another = changed.Task;

            if (Waiting >= timersWaiting)
                return;

            await another;
        }
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (gate)
            timers.Add(timer);

        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();

        lock (gate)
            now = end;
    }

    // The clock reads a timer's own time while that timer fires, so that what it starts is timed from there.
    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next?.Due is not { } due)
                return null;

            now = due > now ? due : now;
            next.Due = next.Period > TimeSpan.Zero ? due + next.Period : null;
            return next;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
                Period = period;
                clock.changed.SetResult();
                clock.changed = NewSignal();
            }

            // As with real timers, no wait at all means at once.
            if (dueTime == TimeSpan.Zero)
                clock.Advance(TimeSpan.Zero);

            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
