using System.Globalization;

namespace Layercake.LocalCloud.Hosting;

/// <summary>Held while a cloud uses a state directory; the operating system lets go of it when the process dies.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="LocalCloudException">Another cloud holds it.</exception>
    public static DirectoryLock Take(string directory)
    {
        CreateDirectory(directory);
        var owner = Path.Combine(directory, "lock.owner");
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new LocalCloudException(
                $"The state directory {Path.GetFullPath(directory)} is in use by another local cloud (process {Owner(owner)}). "
                + "Stop that one, or give this one a directory of its own.",
                error);
        }

        // The locked file itself cannot be read by others, so who holds it is written beside it.
        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
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
            throw new LocalCloudException($"The state directory {Path.GetFullPath(directory)} cannot be made: {error.Message}", error);
        }
    }

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
