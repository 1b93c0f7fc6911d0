namespace Layercake.Engine.Declarations;

/// <summary>Why a file could not be read or written, in words of our own: the runtime's name what nobody asked for, in another style on each system.</summary>
public static class DiskErrors
{
    /// <summary>Of POSIX and of Windows.</summary>
    private static readonly int[] DiskIsFull = [28, unchecked((int)0x80070070)];

    /// <summary>What the disk may answer, for a filter of exceptions.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException;

    /// <param name="file">What was to be read or written, where that is a file of a name that someone chose.</param>
    /// <returns>The end of a sentence, without its full stop.</returns>
    public static string Words(Exception error, string? file = null) => error switch
    {
        _ when Directory.Exists(file) => "it is a folder",
        UnauthorizedAccessException => "permission is denied",
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        PathTooLongException => "its path is too long for this machine",
        InvalidDataException => "it is damaged, or of another format",
        _ when DiskIsFull.Contains(error.HResult) => "the disk is full",
        _ => "the disk refused, or another program holds it",
    };
}
