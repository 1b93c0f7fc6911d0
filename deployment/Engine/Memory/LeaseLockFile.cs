namespace Layercake.Engine.Memory;

/// <summary>
/// An empty file on this machine, locked for as long as the process lives that has a lease. The operating system ends the lock with the
/// process, so the next deployment on the same machine sees at once that a run was killed. Other machines have no such file and wait.
/// </summary>
internal static class LeaseLockFile
{
    /// <returns>To be disposed when the lease is given back; null where no file can be made, which costs only that wait.</returns>
    public static IDisposable? Create(Lease lease)
    {
        try
        {
            return new FileStream(
                PathOf(lease),
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>
    /// Whether the process lives that took the lease; null when it was not taken on this machine, or that cannot be seen.
    /// </returns>
    public static bool? IsAlive(Lease lease)
    {
        try
        {
            using var file = new FileStream(PathOf(lease), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>For a lease that was taken over: its lock file is of no more use.</summary>
    public static void Remove(Lease lease)
    {
        try
        {
            File.Delete(PathOf(lease));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What remains is one empty file in the folder for temporary files.
        }
    }

    private static string PathOf(Lease lease) => Path.Combine(Path.GetTempPath(), $"layercake-lease-{lease.Nonce}");
}
