namespace Layercake.Engine.Declarations;

/// <summary>Reads from disk, with a finding instead of an exception.</summary>
internal static class FileReading
{
    /// <summary>The result of <paramref name="read"/>; null, with a finding, when the disk has an error.</summary>
    public static T? Try<T>(string file, ICollection<Finding> findings, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "FIL001",
                    File = file,
                    Message = Sentence(exception),
                }
            );
            return null;
        }
    }

    /// <summary>The whole file; null, with a finding, also for what is no file.</summary>
    /// <param name="mayBePipe">For files that the user names: a shell gives a pipe for <c>&lt;(command)</c>.</param>
    public static byte[]? Bytes(string fullPath, string file, ICollection<Finding> findings, bool mayBePipe = false)
    {
        if (PathKinds.Find(fullPath, file, findings) is not { } kind)
            return null;
        if (kind is PathKind.File or PathKind.Nothing || (mayBePipe && kind is PathKind.NamedPipe or PathKind.Device))
            return Try(file, findings, () => File.ReadAllBytes(fullPath));

        findings.Add(kind.Unexpected(file, "file"));
        return null;
    }

    // The message of the system contains a full path of this machine, which does not help a reader of the log.
    private static string Sentence(Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException
            ? "It disappeared while it was read. Deploy from files that nothing else changes."
            : $"It cannot be read: {DiskErrors.Words(exception)}. {exception switch
            {
                UnauthorizedAccessException => "Let the user who deploys read it.",
                PathTooLongException => "Shorten it.",
                _ => "Put that right and try again.",
            }}";
}
