using System.Globalization;

namespace Layercake.Engine.Memory;

/// <summary>Someone else may write to the environment now; the message says who, since when, and what to do.</summary>
public sealed class LeaseHeldException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static LeaseHeldException By(Lease lease, string file) =>
        new(
            $"{lease.Owner} is deploying to this environment, since {Time(lease.TakenAt)} by its own clock, and renews {file} for "
                + $"as long as that deployment runs. "
                + "Wait for it and run the same command again, or remove the lease with --target=Unlock."
        );

    internal static LeaseHeldException Unreadable(string file) =>
        new(
            $"{file} is not a lease that this tool wrote, yet it was changed just now, so someone may be deploying. Wait and run "
                + $"the same command again, or remove the lease with --target=Unlock."
        );

    internal static LeaseHeldException Contended(string file) =>
        new($"{file} could not be taken: other deployments to this environment take turns. Wait for them and run the same command again.");

    internal static LeaseHeldException NotShown(string file) =>
        new(
            $"{file} is listed in its folder and yet could not be read, so someone may be deploying. Wait and run the same command "
                + $"again. If that does not help and nobody deploys, delete the file in the workspace."
        );

    internal static LeaseHeldException TooHigh(string file) =>
        new($"{file} has a number that no deployment reaches, so someone made it by hand. Delete it in the workspace when nobody deploys.");

    internal static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
