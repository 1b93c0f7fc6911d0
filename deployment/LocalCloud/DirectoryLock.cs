using System.Globalization;

namespace Layercake.LocalCloud;

/// <summary>Held while a cloud uses a state directory; the operating system lets go of it when the process dies.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="LocalCloudBusyException">Another cloud holds it.</exception>
    /// <exception cref="LocalCloudException">It cannot be used.</exception>
    public static DirectoryLock Take(string directory)
    {
        CreateDirectory(directory);
        var owner = Path.Combine(directory, "lock.owner");
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || error is IOException && !IsSharing(error))
        {
            throw Unusable(directory, error);
        }
        catch (IOException error)
        {
            throw new LocalCloudBusyException(
                $"The state directory {Path.GetFullPath(directory)} is in use by another local cloud (process {Owner(owner)}). "
                    + "Stop that one, or give this one a directory of its own.",
                error
            );
        }

        // The locked file itself cannot be read by others, so who holds it is written beside it.
        try
        {
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw Unusable(directory, error);
        }

        return new DirectoryLock(file);
    }

    public void Dispose() => file.Dispose();

    private static void CreateDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, error);
        }
    }

    /// <summary>Another process has it open, as POSIX and Windows say that.</summary>
    private static bool IsSharing(Exception error) => error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private static LocalCloudException Unusable(string directory, Exception error) =>
        new(
            $"The state directory {Path.GetFullPath(directory)} cannot be used: "
                + $"{Reason(directory, error)}. Give one that can: --state=DIR.",
            error
        );

    private static string Reason(string directory, Exception error) =>
        File.Exists(directory) ? "it is a file"
        : error is UnauthorizedAccessException ? "permission is denied"
        : "it cannot be made or written to";

    private static string Owner(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
