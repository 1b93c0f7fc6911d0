using System.Globalization;

namespace Layercake.Engine.Memory;

/// <summary>Someone else may write to the environment now; the message says who, since when, until when, and what to do.</summary>
public sealed class LeaseHeldException(string message, Exception? inner = null) : Exception(message, inner)
{
    private const string Break = "remove the lease with --target=Unlock";

    internal static LeaseHeldException By(Lease lease) => new(
        $"{lease.Owner} is deploying to this environment, since {Time(lease.TakenAt)}; the lease lasts until {Time(lease.ExpiresAt)} and is renewed for as long as that deployment runs. "
        + $"Wait for it and run the same command again. If it was killed, wait until the lease has run out, or {Break}.");

    internal static LeaseHeldException InTakeover(Lease claim, DateTimeOffset now) => new(
        $"{claim.Owner} is taking over this environment's lease, which had run out, since {Time(claim.TakenAt)}. "
        + (claim.ExpiresAt > now ? $"Wait for it and run the same command again; if it was killed, {Break}." : $"It must have been killed in the middle of that: {Break} and run the same command again."));

    internal static LeaseHeldException Unreadable(string path) => new(
        $"{path} is not a lease that this tool wrote; it was changed or damaged, so it cannot be seen whether someone is deploying. When you are sure that nobody is, {Break}.");

    internal static LeaseHeldException Contended(string path) => new($"{path} comes and goes: other deployments to this environment take turns. Wait for them and run the same command again.");

    internal static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
