using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Notebooks and the workspace files beside them: the tree of <c>notebooks/</c>.</summary>
/// <remarks>
/// A file that the service recognises as a notebook becomes one, without its ending. Every other file keeps its full name.
/// </remarks>
internal sealed class NotebookKind(string root, WorkspaceApi workspace)
    : FileKind("notebooks", "notebook", root, new WorkspaceFiles(workspace))
{
    /// <summary>The size limit of an import request.</summary>
    private const long LargestImport = 10 * 1024 * 1024;

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings)
    {
        var declarations = new FileTree(assets).Read(Name, findings).Select(Declared).ToList();
        NotebookChecks.Sizes(declarations, LargestImport, findings);
        NotebookChecks.Collisions(declarations, Place, findings);
        return declarations;
    }

    protected override string Place(Declaration declaration)
    {
        var isNotebook = (string?)declaration.Content[ObjectType] == "NOTEBOOK";
        return $"{Root}/{(isNotebook ? Path.ChangeExtension(declaration.Name, null) : declaration.Name)}";
    }

    protected override bool IsFolder(Declaration declaration) => declaration.Name.EndsWith(".dbc", StringComparison.Ordinal);

    protected override LiveAsset Live(Declaration declaration, RemoteFile file, string content)
    {
        var live = base.Live(declaration, file, content);
        live.State[ObjectType] = file.ObjectType;
        if (file.Language is not null)
            live.State["language"] = file.Language;

        return live;
    }

    protected override FoundContent? Found(RemoteFile file, IReadOnlyDictionary<string, Declaration> declared)
    {
        var above = declared.Where(place =>
            place.Value.Name.EndsWith(".dbc", StringComparison.Ordinal) && file.Path.StartsWith(place.Key + "/", StringComparison.Ordinal)
        );
        return above.Any() ? null : NotebookExport.Found(file, Below(file), declared.GetValueOrDefault(file.Path), workspace);
    }

    protected override async Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct)
    {
        var content = await File.ReadAllBytesAsync(declaration.FullPath, ct);
        var form = NotebookSource.Form(declaration.Name, content);

        // The service imports an archive only to a path where nothing exists.
        await workspace.ImportAsync(path, content, form.Format, form.Language, overwrite && form.Format != "DBC", ct);
    }

    public override async Task UpdateAsync(string id, Declaration declaration, JObject wanted, CancellationToken ct)
    {
        if (IsFolder(declaration))
            await workspace.DeleteAsync(id, recursive: true, ct);

        await base.UpdateAsync(id, declaration, wanted, ct);
    }

    protected override async Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct)
    {
        var local = await File.ReadAllBytesAsync(declaration.FullPath, ct);
        var form = NotebookSource.Form(declaration.Name, local);
        if (file.IsFolder || file.ObjectType != form.ObjectType || form.Format is "DBC" or "JUPYTER" or "HTML")
            return NotCompared; // the service rewrites these formats, so what it exports says nothing

        var remote = await Destination.ReadAsync(file.Path, ct);
        return NotebookSource.Fingerprint(remote) == NotebookSource.Fingerprint(local)
            ? (string)declaration.Content[Content]!
            : NotebookSource.Fingerprint(remote);
    }

    /// <remarks>Settings never lead to a user's folder, so such an id comes from an edit by hand.</remarks>
    public override string? ExpectedIdForm(string id) =>
        id.StartsWith("/Users/", StringComparison.Ordinal) ? "a path outside of users' folders" : base.ExpectedIdForm(id);

    private Declaration Declared(LocalFile file)
    {
        var form = file.Size > LargestImport ? new NotebookForm("AUTO", "FILE", null) : NotebookSource.Form(file.Path, file.ReadAllBytes());
        var content = new JObject { [Content] = file.Sha256, [ObjectType] = form.ObjectType };
        if (form.Language is not null)
            content["language"] = form.Language;

        return new Declaration
        {
            Kind = Name,
            Name = file.Path,
            File = file.File,
            FullPath = file.FullPath,
            Content = content,
        };
    }
}
