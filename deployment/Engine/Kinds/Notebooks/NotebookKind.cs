using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Notebooks and the workspace files beside them: the tree of <c>notebooks/</c>.</summary>
/// <remarks>
/// A file that the service recognises as a notebook becomes one, without its ending. Every other file keeps its full name.
/// </remarks>
/// <param name="exported">See <see cref="FileKind.ExportedFolders"/>; empty for all of the root.</param>
internal sealed class NotebookKind(string root, IReadOnlyList<string> exported) : FileKind("notebooks", "notebook", root)
{
    public override string RootSetting => "notebooks_path";

    public override IReadOnlyList<string> ExportedFolders => exported.Count == 0 ? base.ExportedFolders : exported;

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings)
    {
        var declarations = new List<Declaration>();
        foreach (var file in new FileTree(assets).Read(Name, findings))
            if (FileReading.Try(file.File, findings, () => Declared(file)) is { } declaration)
            {
                declarations.Add(declaration);
                NotebookChecks.Size(declaration, file.Size, FormOf(declaration).IsNotebook, findings);
                ContentCheck.Check(declaration, file, findings);
            }

        NotebookChecks.Collisions(declarations, PathOf, findings);
        return declarations;
    }

    public override string PathOf(Declaration declaration)
    {
        var isNotebook = (string?)declaration.Content[ObjectType] == "NOTEBOOK";
        return $"{Root}/{(isNotebook ? Path.ChangeExtension(declaration.Name, null) : declaration.Name)}";
    }

    public override bool IsFolder(Declaration declaration) => declaration.Name.EndsWith(".dbc", StringComparison.Ordinal);

    /// <remarks>An archive is imported as a notebook and becomes a folder of them.</remarks>
    public override bool BecomesOther(Declaration declaration, string path) => path == ObjectType && IsFolder(declaration);

    /// <remarks>Settings never lead to a user's folder, so such an id comes from an edit by hand.</remarks>
    public override string? ExpectedIdForm(string id) =>
        id.StartsWith("/Users/", StringComparison.Ordinal) ? "a path outside of users' folders" : base.ExpectedIdForm(id);

    /// <summary>How the file is imported, by what was read of it.</summary>
    public static NotebookForm FormOf(Declaration declaration) =>
        (string?)declaration.Content[ObjectType] != "NOTEBOOK"
            ? new NotebookForm("AUTO", "FILE", null)
            : Path.GetExtension(declaration.Name) switch
            {
                ".ipynb" => new NotebookForm("JUPYTER", "NOTEBOOK", null),
                ".dbc" => new NotebookForm("DBC", "NOTEBOOK", null),
                ".html" => new NotebookForm("HTML", "NOTEBOOK", null),
                _ => new NotebookForm("SOURCE", "NOTEBOOK", (string?)declaration.Content["language"]),
            };

    private Declaration Declared(LocalFile file)
    {
        using var text = file.Open();
        var form = NotebookSource.Form(file.Path, text);
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
