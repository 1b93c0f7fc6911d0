namespace Layercake.Engine.Declarations;

/// <summary>Reads the files of a folder whose files are assets themselves: <c>notebooks/</c>, <c>init-scripts/</c>.</summary>
public sealed class FileTree(AssetsFolder assets)
{
    /// <inheritdoc cref="FolderWalk.LeavesOutIgnored"/>
    public bool LeavesOutIgnored { get; init; } = true;

    /// <summary>All files below the folder in order of their paths; a folder that does not exist holds none.</summary>
    public IReadOnlyList<LocalFile> Read(string folder, ICollection<Finding> findings, bool required = false) =>
        [
            .. new FolderWalk(assets, findings) { LeavesOutIgnored = LeavesOutIgnored }
                .Files(folder, required)
                .Select(found => Read(found, findings))
                .OfType<LocalFile>(),
        ];

    private static LocalFile? Read(FoundFile found, ICollection<Finding> findings) =>
        FileReading.Try(
            found.File,
            findings,
            () =>
            {
                using var stream = new FileStream(found.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                byte[]? content = null;
                if (stream.Length <= SizeLimits.Notebook)
                {
                    content = new byte[stream.Length];
                    stream.ReadExactly(content);
                }

                return new LocalFile
                {
                    Path = found.Path,
                    File = found.File,
                    FullPath = found.FullPath,
                    Size = stream.Length,
                    Sha256 =
                        content is not null ? ContentDigest.Of(content)
                        : stream.Length <= SizeLimits.PlainFile ? ContentDigest.Of(stream)
                        : LocalFile.NotRead,
                    Content = content,
                };
            }
        );
}
