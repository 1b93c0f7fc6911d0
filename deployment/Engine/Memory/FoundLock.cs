namespace Layercake.Engine.Memory;

/// <summary>The file of an environment's lock, as it was read.</summary>
/// <param name="Path">In the workspace.</param>
/// <param name="Lock">Null when the file does not say what it has to.</param>
/// <param name="IsOver">Its time had come when it was read, so it does not count.</param>
/// <param name="Problem">Why there is no lock to be read; a clause without its full stop.</param>
public sealed record FoundLock(string Path, EnvironmentLock? Lock, bool IsOver = false, string? Problem = null)
{
    /// <exception cref="EnvironmentLockedException">It counts: nothing may be deployed.</exception>
    internal void ThrowIfCounting()
    {
        if (!IsOver)
            throw Lock is null ? EnvironmentLockedException.Unreadable(this) : EnvironmentLockedException.By(Lock);
    }
}
