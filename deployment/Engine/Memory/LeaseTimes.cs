namespace Layercake.Engine.Memory;

/// <summary>
/// How long everyone waits for whom. <see cref="TakenOverAfter"/> is as long as <see cref="CutAfter"/> and <see cref="ServiceFinishes"/>
/// together.
/// </summary>
/// <remarks>
/// Assumed of the service: create without overwrite is atomic, a read lags less than 20 s behind, and a request is finished within 20 s.
/// </remarks>
internal static class LeaseTimes
{
    public static readonly TimeSpan RenewedEvery = TimeSpan.FromSeconds(10);

    /// <summary>The time limit of one renewal.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(8);

    public static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(2);

    /// <summary>Since the last successful renewal was sent: no write begins after it.</summary>
    public static readonly TimeSpan NothingBeginsAfter = TimeSpan.FromSeconds(30);

    /// <summary>Since the last successful renewal was sent: writes under way are cut.</summary>
    public static readonly TimeSpan CutAfter = TimeSpan.FromSeconds(40);

    /// <summary>How long the service may still work on a request after the caller stopped waiting.</summary>
    public static readonly TimeSpan ServiceFinishes = TimeSpan.FromSeconds(20);

    /// <summary>A lease that was not renewed for this long is taken over.</summary>
    public static readonly TimeSpan TakenOverAfter = TimeSpan.FromSeconds(60);

    /// <summary>The same for the file of an earlier version, which renews it every minute and stops by itself after four.</summary>
    public static readonly TimeSpan EarlierTakenOverAfter = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
}
