using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>workspace/import: one notebook or file, or an archive of many.</summary>
internal sealed class WorkspaceImport(WorkspaceTree tree)
{
    /// <summary>Of notebooks, archives and whatever comes as base64; and of what can be exported.</summary>
    public const int SizeLimit = 10 * 1024 * 1024;

    /// <summary>Of a file that comes in a form.</summary>
    private const long FileSizeLimit = 500_000_000;

    /// <summary>More than any first line that makes a notebook.</summary>
    private const int LongestHeader = 256;

    public JObject Import(ApiRequest request)
    {
        var form = new UploadForm(request);
        var path = WorkspacePath.Of(form.RequiredText("path"));
        var (format, language, overwrite) = (form.Text("format") ?? "SOURCE", form.Text("language"), form.Flag("overwrite"));
        var part = form.Part("content", "contents", "file");
        if (part is { Length: > SizeLimit })
            return new JObject { ["object_id"] = ImportLargeFile(path, part, format, overwrite) };

        var bytes = part?.ToArray() ?? form.Base64("content") ?? throw ApiError.InvalidParameter("Missing required field: content");
        CheckSize(bytes.LongLength, SizeLimit);
        if (format == "DBC" || format == "SOURCE" && language is null && WorkspaceArchive.IsZip(bytes))
            return ImportArchive(path, bytes, format, overwrite, request.Caller);
        if (path == "/")
            throw WorkspaceTree.Exists(path);

        var content = WorkspaceFormats.Read(path, bytes, format, language);
        return new JObject
        {
            ["object_id"] = tree.Store(TreePath.Parent(path), content, overwrite, (taken, _) => WorkspaceTree.Exists(taken)),
        };
    }

    /// <summary>A form carries files that are larger than what base64 may hold, and no notebooks that are.</summary>
    private long ImportLargeFile(string path, BodyPart part, string format, bool overwrite)
    {
        var name = TreePath.Name(path);
        var isFile = format == "RAW" || (format == "AUTO" && !name.EndsWith(".ipynb", StringComparison.Ordinal) && !HasHeader(name, part));
        CheckSize(part.Length, isFile ? FileSizeLimit : SizeLimit);
        return tree.StoreFile(path, part, overwrite);
    }

    private static bool HasHeader(string name, BodyPart part) =>
        NotebookLanguage.OfFile(name) is { } language && SourceFormat.HasHeader(part.First(LongestHeader), language);

    private static void CheckSize(long size, long limit)
    {
        if (size > limit)
            throw ApiError.Of(
                400,
                "MAX_NOTEBOOK_SIZE_EXCEEDED",
                $"File size imported is ({size} bytes), exceeded max size ({limit} bytes)"
            );
    }

    private JObject ImportArchive(string path, byte[] bytes, string format, bool overwrite, Principal caller)
    {
        if (overwrite)
            throw ApiError.InvalidParameter($"Overwriting is not supported for archives in format {format}.");

        var objects = ReadArchive(bytes);
        tree.CheckFolder(TreePath.Parent(path));
        if (tree.Find(path) is not null)
            throw WorkspaceTree.Exists(path);

        // The archive of one notebook or of one folder becomes the path itself; what it was called before does not matter.
        if (objects is [var (only, content)] && only == "/")
        {
            tree.Store(
                TreePath.Parent(path),
                content with
                {
                    Name = TreePath.Name(path),
                },
                overwrite,
                (taken, _) => WorkspaceTree.Exists(taken)
            );
        }
        else
        {
            try
            {
                StoreAll(path, objects);
            }
            catch (ApiError)
            {
                // It was not there before, and of what is refused nothing stays.
                tree.Delete(path, path, recursive: true, caller);
                throw;
            }
        }

        return new JObject { ["object_id"] = tree.Get(path)["object_id"] };
    }

    private void StoreAll(string path, IReadOnlyList<(string Folder, WorkspaceContent Content)> objects)
    {
        var top = Top(objects);
        tree.MakeFolders(path);
        foreach (var (folder, inner) in objects)
        {
            var target = TreePath.Normalise(path + folder[top.Length..] + "/");
            tree.MakeFolders(target);
            tree.Store(target, inner, overwrite: false, (taken, _) => WorkspaceTree.Exists(taken));
        }
    }

    private static string Top(IReadOnlyList<(string Folder, WorkspaceContent Content)> objects)
    {
        var tops = objects.Select(entry => entry.Folder.Split('/')[1]).Distinct(StringComparer.Ordinal).ToList();
        return tops is [{ Length: > 0 } top] ? $"/{top}" : "";
    }

    private static IReadOnlyList<(string Folder, WorkspaceContent Content)> ReadArchive(byte[] bytes)
    {
        try
        {
            return WorkspaceArchive.Read(bytes);
        }
        catch (InvalidDataException error)
        {
            throw ApiError.InvalidParameter($"The archive cannot be read: {error.Message}");
        }
    }
}
