namespace Layercake.Engine.Memory;

/// <summary>How far a read may lag behind a write: assumed to be less than 20 s.</summary>
internal static class ReadLag
{
    /// <summary>This long is waited before each further look at what does not show yet; 20 s together.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits = [.. new[] { 1, 2, 4, 8, 5 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public static readonly TimeSpan Longest = Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);

    /// <summary>Looks until it shows, or until no read can lag any more.</summary>
    /// <returns>What the last look showed.</returns>
    public static async Task<T> LookAsync<T>(Func<Task<T>> look, Func<T, bool> shows, TimeProvider clock, CancellationToken ct)
    {
        var seen = await look();
        foreach (var wait in Waits)
        {
            if (shows(seen))
                return seen;

            await Task.Delay(wait, clock, ct);
            seen = await look();
        }

        return seen;
    }
}
