using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>A kind declared as a tree of files that is deployed below one remote folder and compared by content.</summary>
/// <param name="root">The remote folder, without a trailing slash.</param>
internal abstract class FileKind(string name, string noun, string root) : AssetKind(name, noun)
{
    /// <summary>The field of a state that changes whenever the remote file may have changed.</summary>
    internal const string Stamp = "stamp";

    internal const string Content = "content";

    internal const string ObjectType = "object_type";

    public string Root { get; } = root;

    /// <summary>The setting of an environment that names the root.</summary>
    public abstract string RootSetting { get; }

    /// <summary>The remote folders that an export reads, each the root or below it.</summary>
    public virtual IReadOnlyList<string> ExportedFolders => [Root];

    /// <summary>Whether an export reads the folder in which this place is.</summary>
    public bool IsInExportedFolder(string path) =>
        ExportedFolders.Any(folder =>
            WorkspacePath.Plain(path).StartsWith($"{WorkspacePath.Plain(folder)}/", StringComparison.Ordinal)
        );

    public override bool IsExported(string name) => IsInExportedFolder($"{Root}/{name}");

    public override FieldRules Rules { get; } =
        new(
            new ObjectSchema("a file")
                .Text(Content)
                .ReadOnly(Stamp)
                .Text(ObjectType)
                .Recreate(because: "the service replaces a notebook by a file, or the reverse, only after a delete")
                .Text("language")
                .ServerDefault(because: "the content carries it")
        );

    public override string InsteadOfRename =>
        "a file is its place in the workspace: under another name it is written at another place, and the one before stays until "
        + "--target=Prune deletes it";

    public override string? ExpectedIdForm(string id) =>
        (id.StartsWith("dbfs:/", StringComparison.Ordinal) ? id["dbfs:".Length..] : id) is ['/', not '/', ..] path && !path.EndsWith('/')
            ? null
            : "a path in the workspace";

    /// <summary>Whether the root is in the same kind of place: workspace files, DBFS or a volume.</summary>
    public override bool IsReachable(string id) => InitScriptReference.Scheme(id) == InitScriptReference.Scheme(Root);

    public override bool IsInConfiguredFolder(string id) => id.StartsWith($"{Root}/", StringComparison.Ordinal);

    /// <summary>The files of the kind's folder, each declared by its content, byte for byte.</summary>
    /// <param name="check">Finds what is wrong with one.</param>
    protected List<Declaration> ReadAsTheyAre(AssetsFolder assets, ICollection<Finding> findings, Action<Declaration, LocalFile> check)
    {
        var declarations = new List<Declaration>();
        foreach (var file in new FileTree(assets).Read(Name, findings))
        {
            var declaration = new Declaration
            {
                Kind = Name,
                Name = file.Path,
                File = file.File,
                FullPath = file.FullPath,
                Content = new JObject { [Content] = file.Sha256 },
            };
            declarations.Add(declaration);
            check(declaration, file);
        }

        return declarations;
    }

    /// <summary>The full remote path of a declared file.</summary>
    public override string PathOf(Declaration declaration) => $"{Root}/{declaration.Name}";

    /// <summary>Whether the declared file becomes a folder.</summary>
    public virtual bool IsFolder(Declaration declaration) => false;
}
