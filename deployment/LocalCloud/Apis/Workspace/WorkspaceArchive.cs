using System.IO.Compression;
using System.Text;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Newtonsoft.Json;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>Zip archives of notebooks and folders: DBC holds notebook documents, SOURCE holds source files.</summary>
internal static class WorkspaceArchive
{
    public static bool IsZip(byte[] bytes) => bytes.AsSpan().StartsWith("PK"u8);

    /// <summary>What is in the archive, each with the folder it is in relative to the archive's root (<c>/</c>).</summary>
    /// <exception cref="InvalidDataException">
    /// It is not an archive, or unpacks to more than <see cref="UnpackedArchive"/> allows.
    /// </exception>
    public static IReadOnlyList<(string Folder, WorkspaceContent Content)> Read(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        return
        [
            .. UnpackedArchive
                .Read(archive, entry => entry.Name.Length > 0 && entry.FullName != "manifest.mf")
                .Select(entry => (TreePath.Parent(entry.Path), Content(TreePath.Name(entry.Path), entry.Bytes))),
        ];
    }

    /// <param name="objects">Paths within the archive and what they hold.</param>
    /// <param name="asSource">Source files instead of notebook documents.</param>
    public static byte[] Write(IEnumerable<(string Path, WorkspaceContent Content)> objects, bool asSource)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, content) in objects)
            {
                var extension =
                    content.Language is not { } language ? ""
                    : asSource ? $".{language.Extension}"
                    : $".{language.Name.ToLowerInvariant()}";
                using var entry = archive.CreateEntry(path.TrimStart('/') + extension).Open();
                entry.Write(
                    content.Language is null ? content.Bytes
                    : asSource ? WorkspaceFormats.ToSource(content)
                    : Encoding.UTF8.GetBytes(ModelFormat.Write(WorkspaceFormats.ToNotebook(content), content.Name))
                );
            }

        return bytes.ToArray();
    }

    private static WorkspaceContent Content(string name, byte[] bytes)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        if (NotebookLanguage.Find(Path.GetExtension(name).TrimStart('.')) is not null && TryReadModel(bytes) is { } notebook)
            return new WorkspaceContent(stem, SourceFormat.Write(notebook), notebook.Language, "SOURCE");

        return NotebookLanguage.OfFile(name) is { } language
            ? new WorkspaceContent(stem, bytes, language, "SOURCE")
            : WorkspaceContent.File(name, bytes);
    }

    // A name ends in .r and in .sql in both kinds of archive; only what is inside tells.
    private static Notebook? TryReadModel(byte[] bytes)
    {
        try
        {
            return ModelFormat.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
