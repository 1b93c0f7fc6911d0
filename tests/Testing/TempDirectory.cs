namespace Layercake.Testing;

/// <summary>A directory of its own for one test, removed with all it holds at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("layercake-test-").FullName;

    public string this[string relativePath] => Path.Combine(FullPath, relativePath);

    /// <summary>Writes a text file below this directory, with its folders, and returns its full path.</summary>
    public string Write(string relativePath, string text)
    {
        var path = this[relativePath];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        // Git keeps its objects read-only, which on Windows forbids deleting them.
        foreach (
            var file in new DirectoryInfo(FullPath)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.LinkTarget is null && file.IsReadOnly)
        )
            file.IsReadOnly = false;

        Directory.Delete(FullPath, recursive: true);
    }
}
