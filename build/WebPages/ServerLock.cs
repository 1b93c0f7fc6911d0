using Build.Running;
using Layercake.Engine.Declarations;

namespace Build.WebPages;

/// <summary>
/// Held while a server uses the folder of its runs, since two would number and remove each other's runs and write one set of files. The
/// operating system lets go of it when the process ends, however it ends.
/// </summary>
internal static class ServerLock
{
    /// <param name="folder">See <see cref="RunWords.FolderIn"/>.</param>
    /// <exception cref="BuildFailedException">Another server has it, or it cannot be written to.</exception>
    public static IDisposable Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"{folder} is in use by another server of the web page, or cannot be written to. Stop that server, or give this one a "
                    + "folder of its own: --state=DIR.",
                e
            );
        }
    }
}
