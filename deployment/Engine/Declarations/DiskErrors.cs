namespace Layercake.Engine.Declarations;

/// <summary>
/// Explains why a file could not be read or written. The messages of the runtime differ by system and contain too much.
/// </summary>
public static class DiskErrors
{
    /// <summary>The error codes for a full disk and a used-up quota: of POSIX, Linux, macOS and Windows.</summary>
    private static readonly int[] DiskIsFull =
    [
        28,
        OperatingSystem.IsMacOS() ? 69 : 122,
        unchecked((int)0x80070070),
        unchecked((int)0x80070027),
        unchecked((int)0x8007050F),
    ];

    /// <summary>Whether the exception is an error of the disk; for exception filters.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException;

    /// <summary>Whether the disk has no room left.</summary>
    public static bool IsFull(Exception error) => DiskIsFull.Contains(error.HResult);

    /// <param name="file">The file that was to be read or written, where its name says what is wrong.</param>
    /// <param name="folder">The folder that was to be written to.</param>
    /// <returns>The end of a sentence, without its full stop.</returns>
    public static string Words(Exception error, string? file = null, string? folder = null) =>
        error switch
        {
            _ when Directory.Exists(file) => "it is a folder",
            FolderInPlaceException folderThere => $"{folderThere.FullPath} is a folder, and a file is needed there",
            _ when FileAbove(folder ?? Path.GetDirectoryName(file)) is { } above => $"{above} is a file, and a folder is needed there",
            UnauthorizedAccessException => "permission is denied",
            FileNotFoundException => "there is no such file",
            DirectoryNotFoundException => "there is no such folder",
            PathTooLongException => "its path is too long for this machine",
            InvalidDataException => "it is damaged, or of another format",
            _ when IsFull(error) => "the disk is full",
            _ => "the disk refused, or another program holds it",
        };

    private static string? FileAbove(string? folder)
    {
        for (; folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
            if (File.Exists(folder))
                return folder;

        return null;
    }
}
