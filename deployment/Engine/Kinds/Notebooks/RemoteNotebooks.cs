using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>The notebooks and files below the notebooks' folder of a workspace.</summary>
internal sealed class RemoteNotebooks(NotebookKind kind, WorkspaceApi workspace) : RemoteFiles(kind, new WorkspaceFiles(workspace))
{
    protected override LiveAsset Live(Declaration declaration, RemoteFile file, string content)
    {
        var live = base.Live(declaration, file, content);
        live.State[FileKind.ObjectType] = file.ObjectType;
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
        var form = NotebookKind.FormOf(declaration);
        var length = SentFile.LengthOf(declaration);
        if (!form.IsNotebook && length > SizeLimits.Notebook)
        {
            await workspace.ImportFileAsync(path, form.Format, overwrite, length, () => SentFile.Open(declaration), ct);
            return;
        }

        var content = await SentFile.ReadAsync(declaration, ct);

        // The service imports an archive only to a path where nothing exists.
        await workspace.ImportAsync(path, content, form.Format, form.Language, overwrite && form.Format != "DBC", ct);
    }

    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        if (Kind.IsFolder(write.Declaration))
            await workspace.DeleteAsync(write.Id!, recursive: true, ct);

        await base.UpdateAsync(write, ct);
    }

    protected override bool IsRewritten(Declaration declaration) =>
        NotebookKind.FormOf(declaration).Format is "DBC" or "JUPYTER" or "HTML";

    protected override async Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct)
    {
        var form = NotebookKind.FormOf(declaration);
        if (file.IsFolder || file.ObjectType != form.ObjectType || IsRewritten(declaration))
            return NotCompared; // the service rewrites these formats, so what it exports says nothing
        if (file.IsLarge || SentFile.LengthOf(declaration) > SizeLimits.Notebook)
            return NotCompared; // and it exports nothing larger

        var local = await SentFile.ReadAsync(declaration, ct);
        var remote = await Destination.ReadAsync(file.Path, ct);
        return NotebookSource.Fingerprint(remote) == NotebookSource.Fingerprint(local)
            ? (string)declaration.Content[FileKind.Content]!
            : NotebookSource.Fingerprint(remote);
    }
}
