using System.IO.Compression;
using System.Text;

namespace Layercake.Engine.Tests.Support;

/// <summary>Archives of notebooks (<c>.dbc</c>) as the service exports them.</summary>
public static class Archives
{
    /// <param name="entries">Paths in the archive with the ending of their language: <c>etl/load.python</c>.</param>
    public static byte[] Of(params string[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var path in entries)
            {
                using var entry = archive.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(Notebook(Path.GetFileNameWithoutExtension(path))));
            }

        return bytes.ToArray();
    }

    private static string Notebook(string name) =>
        $$"""
        {
          "version": "NotebookV1",
          "name": "{{name}}",
          "language": "python",
          "commands": [{ "position": 1.0, "command": "print(1)" }]
        }
        """;
}
