using System.Runtime.InteropServices;

namespace Layercake.Engine.Declarations;

/// <summary>Tells what is at a path without opening it: opening a named pipe waits until somebody writes to it.</summary>
public static class PathKinds
{
    private const int FileTypeBits = 0xF000;

    /// <summary>Links are followed.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be searched, so that nobody knows what is in it.</exception>
    public static PathKind Of(string path)
    {
        FileAttributes attributes;
        try
        {
            attributes = File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return PathKind.Nothing;
        }

        // Before links: /dev/stdout and a shell's <(command) lead to pipes that have no path.
        var special = FileType(path) switch
        {
            0x1000 => PathKind.NamedPipe,
            0xC000 => PathKind.Socket,
            0x2000 or 0x6000 => PathKind.Device,
            _ => (PathKind?)null,
        };
        var isLink = attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null;
        return special
            ?? (
                isLink && RealPath.Of(path) is null ? PathKind.BrokenLink
                : attributes.HasFlag(FileAttributes.Directory) ? PathKind.Folder
                : PathKind.File
            );
    }

    /// <summary>Whether a reader has to look at the path: all but what is surely not there.</summary>
    internal static bool MayBeAt(string path)
    {
        try
        {
            return Of(path) != PathKind.Nothing;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            return true;
        }
    }

    /// <summary>As <see cref="Of"/>; null, with a finding, when the system does not tell.</summary>
    /// <param name="file">The path as findings name it.</param>
    internal static PathKind? Find(string path, string file, ICollection<Finding> findings) =>
        FileReading.Try(file, findings, () => new Found(Of(path)))?.Kind;

    /// <summary>
    /// Whether the folder is there; null, with a finding, when that is not known, or something else is in its place or above it.
    /// </summary>
    /// <remarks>
    /// A folder that is out of reach must not pass for one that Git does not have: the next prune would delete what was deployed from it.
    /// </remarks>
    /// <param name="shown">A path as findings name it.</param>
    internal static bool? HasFolder(string path, Func<string, string> shown, ICollection<Finding> findings)
    {
        for (var there = path; there is not null; there = Path.GetDirectoryName(there))
        {
            if (Find(there, shown(there), findings) is not { } kind)
                return null;
            if (kind == PathKind.Folder)
                return there == path;

            if (kind != PathKind.Nothing)
            {
                findings.Add(kind.Unexpected(shown(there), "folder"));
                return null;
            }
        }

        return false;
    }

    /// <summary>The finding where something else is expected.</summary>
    /// <param name="expected"><c>file</c> or <c>folder</c>.</param>
    internal static Finding Unexpected(this PathKind kind, string file, string expected) =>
        new()
        {
            Severity = Severity.Error,
            Code = kind == PathKind.BrokenLink ? "FIL002" : "FIL001",
            File = file,
            Message = kind switch
            {
                PathKind.BrokenLink => "This link leads nowhere. Correct or remove it.",
                PathKind.File or PathKind.Folder => $"This is {Words(kind)}, and a {expected} is expected. Rename or remove it.",
                _ => $"This is {Words(kind)}, and a {expected} is expected. Remove it.",
            },
        };

    /// <summary>With its article.</summary>
    internal static string Words(PathKind kind) =>
        kind switch
        {
            PathKind.NamedPipe => "a named pipe",
            PathKind.Socket => "a socket",
            PathKind.Device => "a device",
            PathKind.Folder => "a folder",
            _ => "a file",
        };

    /// <summary>The type bits of the mode, which .NET does not tell; 0 where they are not known.</summary>
    private static int FileType(string path)
    {
        var status = new byte[256];
        try
        {
            // The layout of both is fixed: https://man7.org/linux/man-pages/man2/statx.2.html, and sys/stat.h of macOS.
            if (OperatingSystem.IsLinux() && StatX(-100, path, flags: 0, mask: 1, status) == 0)
                return BitConverter.ToUInt16(status, 28) & FileTypeBits;
            if (OperatingSystem.IsMacOS() && MacStat(path, status) == 0)
                return BitConverter.ToUInt16(status, 4) & FileTypeBits;
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library. Then a pipe counts as a file.
        }

        return 0;
    }

    private static int MacStat(string path, byte[] status) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Stat64(path, status) : Stat(path, status);

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] byte[] status
    );

    [DllImport("libc", EntryPoint = "stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    private static extern int Stat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] status);

    private sealed record Found(PathKind Kind);
}
