namespace Layercake.Engine.Memory;

/// <summary>Someone keeps deployments away from the environment; the message says who, since and until when, why, and what to do.</summary>
public sealed class EnvironmentLockedException(string message) : Exception(message)
{
    internal static EnvironmentLockedException By(EnvironmentLock holder) =>
        new(
            $"locked by {holder.Description}. {(holder.Until is null ? "Ask whether it may end" : "Wait until then")}, or end it with "
                + "--target=Unlock."
        );

    /// <summary>For another lock beside it.</summary>
    internal static EnvironmentLockedException Already(EnvironmentLock holder) =>
        new(
            $"locked already by {holder.Description}. A lock of someone else is not replaced: agree with them, end it with "
                + "--target=Unlock and lock again."
        );

    internal static EnvironmentLockedException Unreadable(FoundLock found) =>
        new(
            $"{found.Path} is the lock of this environment, and {found.Problem}, so nothing is deployed. Look at the file in the "
                + "workspace, and end the lock with --target=Unlock when nobody needs it."
        );
}
