using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>workspace/export: one notebook or file, or a folder as an archive.</summary>
internal sealed class WorkspaceExport(WorkspaceTree tree)
{
    public ApiResponse Export(ApiRequest request)
    {
        var asked = TreePath.Normalise(request.RequiredText("path"));
        var path = WorkspacePath.Of(asked);
        var node = tree.Get(path, asked);
        var format = request.Text("format") ?? "SOURCE";
        CheckSize((long?)node["size"] ?? 0);
        var (bytes, extension) = WorkspaceTree.IsFolder(node) ? Folder(path, format) : Object(path, node, format, request.Text("outputs"));
        CheckSize(bytes.LongLength);
        if (!request.Flag("direct_download"))
            return ApiResponse.Json(new JObject { ["content"] = Convert.ToBase64String(bytes), ["file_type"] = extension });

        var isFile = (string?)node["object_type"] == "FILE";
        var name = isFile ? TreePath.Name(path) : $"{TreePath.Name(path)}.{extension}";
        return ApiResponse.Raw(bytes, isFile || extension is "dbc" or "zip" ? "application/octet-stream" : "text/plain") with
        {
            Headers = new Dictionary<string, string>
            {
                ["content-disposition"] = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}",
            },
        };
    }

    private static void CheckSize(long size)
    {
        if (size > WorkspaceImport.SizeLimit)
            throw ApiError.Of(
                400,
                "MAX_NOTEBOOK_SIZE_EXCEEDED",
                $"File size exported is ({size} bytes), exceeded max size ({WorkspaceImport.SizeLimit} bytes)"
            );
    }

    private (byte[] Bytes, string Extension) Object(string path, JObject node, string format, string? outputs)
    {
        var content = tree.Read(path, node);
        if (format == "DBC" && content.Language is not null)
            return (WorkspaceArchive.Write([($"/{content.Name}", content)], asSource: false), "dbc");

        var (bytes, extension) = WorkspaceFormats.Write(content, format);
        return (
            extension == "ipynb" && content.Language is not null && outputs == "NONE" ? JupyterFormat.WithoutOutputs(bytes) : bytes,
            extension
        );
    }

    private (byte[] Bytes, string Extension) Folder(string path, string format)
    {
        if (format is not ("DBC" or "SOURCE"))
            throw ApiError.Of(400, "BAD_REQUEST", $"A folder cannot be exported in format {format}; use DBC or SOURCE.");

        var parent = TreePath.Parent(path);
        var objects = tree.Subtree(path)
            .Where(entry => WorkspaceTree.HasContent(entry.Value))
            .Select(entry => (parent == "/" ? entry.Key : entry.Key[parent.Length..], tree.Read(entry.Key, entry.Value)));
        return (WorkspaceArchive.Write(objects, asSource: format == "SOURCE"), format == "DBC" ? "dbc" : "zip");
    }
}
