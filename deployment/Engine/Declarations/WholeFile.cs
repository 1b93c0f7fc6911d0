using System.Buffers;
using System.Text;

namespace Layercake.Engine.Declarations;

/// <summary>
/// Writes files so that a reader, also one after a full disk or a kill, finds the old content or the new one, never a part of it.
/// </summary>
/// <remarks>Makes the folders above a file too. A link stays a link: its target is written.</remarks>
public static class WholeFile
{
    private const string TemporaryEnding = ".layercake-tmp";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether it is the name of what was written first and, after a kill, never took the place of its file.</summary>
    public static bool IsTemporary(string name) =>
        name.Length == 1 + 32 + TemporaryEnding.Length
        && name[0] == '.'
        && name.EndsWith(TemporaryEnding, StringComparison.Ordinal)
        && name.AsSpan(1, 32).IndexOfAnyExcept(Digits) < 0;

    /// <exception cref="FolderInPlaceException">There is a folder where the file is to be.</exception>
    public static void Write(string path, string text) => Write(path, WithoutMark.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <inheritdoc cref="Write(string, string)"/>
    /// <param name="write">Writes the content.</param>
    /// <param name="ownerOnly">Nobody but its owner may read the file, also where an old one was open to others.</param>
    public static void Write(string path, Action<Stream> write, bool ownerOnly = false)
    {
        using var place = Place.Of(path);
        using (var stream = place.Open(ownerOnly))
            write(stream);
        place.Take(keepsMode: !ownerOnly);
    }

    /// <inheritdoc cref="Write(string, string)"/>
    public static Task WriteAsync(string path, string text, CancellationToken ct) => WriteAsync(path, WithoutMark.GetBytes(text), ct);

    /// <inheritdoc cref="Write(string, string)"/>
    public static async Task WriteAsync(string path, byte[] content, CancellationToken ct)
    {
        using var place = Place.Of(path);
        await using (var stream = place.Open())
            await stream.WriteAsync(content, ct);
        place.Take();
    }

    /// <param name="Temporary">Beside the file, and written first; null where nothing can take the place of what is there.</param>
    private sealed record Place(string Path, string? Temporary) : IDisposable
    {
        public static Place Of(string path)
        {
            var kind = PathKinds.Of(path);
            if (kind == PathKind.Folder)
                throw new FolderInPlaceException(path);
            if (kind is PathKind.NamedPipe or PathKind.Socket or PathKind.Device)
                return new Place(path, null); // Such as /dev/stdout.

            path = kind == PathKind.Nothing ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            return new Place(path, System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}{TemporaryEnding}"));
        }

        public FileStream Open(bool ownerOnly = false)
        {
            if (Temporary is null)
                return new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (ownerOnly && !OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(Temporary, options);
        }

        /// <summary>What was written takes the place of the old file.</summary>
        /// <param name="keepsMode">Who may read the old file may read the new one.</param>
        public void Take(bool keepsMode = true)
        {
            if (Temporary is null)
                return;
            if (keepsMode && !OperatingSystem.IsWindows() && File.Exists(Path))
                File.SetUnixFileMode(Temporary, File.GetUnixFileMode(Path));

            File.Move(Temporary, Path, overwrite: true);
        }

        public void Dispose()
        {
            if (Temporary is not null && File.Exists(Temporary))
                File.Delete(Temporary);
        }
    }
}

/// <summary>There is a folder where a file is to be written.</summary>
public sealed class FolderInPlaceException(string path) : IOException($"{path} is a folder.")
{
    public string FullPath { get; } = Path.GetFullPath(path);
}
