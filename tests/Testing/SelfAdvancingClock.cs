namespace Layercake.Testing;

/// <summary>
/// A clock that stands still until a delay is asked for, and then is at its end at once. Time limits only run out through
/// <see cref="Advance"/>.
/// </summary>
public sealed class SelfAdvancingClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> limits = [];
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Delays { get; } = [];

    /// <summary>Told of each delay at its end, for another clock to keep up with this one.</summary>
    public Action<TimeSpan>? Waited { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (gate)
        {
            now += by;
            due = [.. limits.Where(l => l.Due <= now)];
            limits.RemoveAll(due.Contains);
        }

        foreach (var limit in due)
            limit.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SelfAdvancingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.limits.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                Due = clock.now + dueTime;
                if (state is CancellationTokenSource)
                {
                    clock.limits.Add(this);
                    return true;
                }

                clock.Delays.Add(dueTime);
            }

            // Not inside the call that makes the timer: whoever asks for a delay does not expect its end there.
            ThreadPool.QueueUserWorkItem(_ =>
            {
                clock.Advance(dueTime);
                clock.Waited?.Invoke(dueTime);
                Fire();
            });
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.limits.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
