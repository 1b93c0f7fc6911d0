using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Notebooks and the workspace files beside them: the tree of <c>notebooks/</c>.</summary>
/// <remarks>
/// A file that the service recognises as a notebook becomes one, without its ending. Every other file keeps its full name.
/// </remarks>
internal sealed class NotebookKind(string root) : FileKind("notebooks", "notebook", root)
{
    /// <summary>The size limit of an import request.</summary>
    private const long LargestImport = 10 * 1024 * 1024;

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings)
    {
        var declarations = new FileTree(assets).Read(Name, findings).Select(Declared).ToList();
        NotebookChecks.Sizes(declarations, LargestImport, findings);
        NotebookChecks.Collisions(declarations, PathOf, findings);
        return declarations;
    }

    public override string PathOf(Declaration declaration)
    {
        var isNotebook = (string?)declaration.Content[ObjectType] == "NOTEBOOK";
        return $"{Root}/{(isNotebook ? Path.ChangeExtension(declaration.Name, null) : declaration.Name)}";
    }

    public override bool IsFolder(Declaration declaration) => declaration.Name.EndsWith(".dbc", StringComparison.Ordinal);

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
