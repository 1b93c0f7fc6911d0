namespace Layercake.Engine.Memory;

/// <summary>How long ago the last successful renewal of a lease was sent: the longest time that any of three clocks shows.</summary>
/// <remarks>
/// A machine that sleeps stops its monotonic clock, one whose virtual machine was held stops its wall clock too; the service's time goes
/// on, and is known from its answers.
/// </remarks>
/// <param name="serviceTime">The latest time that an answer of the service bore; null before the first.</param>
internal sealed class LeaseAge(TimeProvider clock, Func<DateTimeOffset?> serviceTime)
{
    private readonly Lock gate = new();
    private (DateTimeOffset Service, long At)? heard;
    private ClockReadings? renewed;

    /// <summary>To be called after each answer, so that the service's time is known when the next renewal is sent.</summary>
    public void Heard()
    {
        lock (gate)
            heard = serviceTime() is { } service ? (service, clock.GetTimestamp()) : null;
    }

    public ClockReadings Now()
    {
        lock (gate)
            return new ClockReadings(
                clock.GetTimestamp(),
                clock.GetUtcNow(),
                heard is { } last ? last.Service + clock.GetElapsedTime(last.At) : null
            );
    }

    /// <param name="sent">When the renewal was sent that succeeded.</param>
    public void Renewed(ClockReadings sent)
    {
        Heard();
        lock (gate)
            renewed = sent;
    }

    public TimeSpan Value
    {
        get
        {
            lock (gate)
            {
                if (renewed is not { } sent)
                    return TimeSpan.Zero;

                var byService = serviceTime() is { } service && sent.Service is { } then ? service - then : TimeSpan.Zero;
                return new[] { clock.GetElapsedTime(sent.Timestamp), clock.GetUtcNow() - sent.Wall, byService }.Max();
            }
        }
    }

    /// <summary>One moment on the three clocks.</summary>
    internal readonly record struct ClockReadings(long Timestamp, DateTimeOffset Wall, DateTimeOffset? Service);
}
