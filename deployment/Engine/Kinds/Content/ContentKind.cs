using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Content;

/// <summary>A kind whose objects lie in folders of the workspace, where people see them: queries, alerts, dashboards.</summary>
/// <remarks>
/// A declaration says with <c>parent_path</c> in which folder: an absolute path, or one below the folder that the environment has for the
/// kind; without it the object lies in that folder itself.
/// </remarks>
/// <param name="root">The folder that the environment has for the kind.</param>
internal abstract class ContentKind(string name, string noun, string root, string nameField) : JsonKind(name, noun, nameField)
{
    public const string Folder = "parent_path";

    private readonly string plainRoot = WorkspacePath.WithoutEnds(root);

    /// <summary>The folder of an object, as a declaration with its place or an answer of the service has it.</summary>
    public static string? FolderOf(JObject content) =>
        content[Folder] is JValue { Value: string path } ? WorkspacePath.WithoutEnds(path) : null;

    public override bool HasFolders => true;

    public override Declaration Placed(Declaration declaration) => declaration with { Content = Placed(declaration.Content) };

    /// <summary>A name is unique in its folder alone.</summary>
    public static bool IsElsewhere(Declaration declaration, LiveAsset live) =>
        FolderOf(live.State) is { } folder && folder != FolderOf(declaration.Content);

    /// <summary>With the whole path of its folder, also where the document has it as Git writes it.</summary>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null) =>
        state[Folder] is null or JValue { Value: string } ? Placed(state) : state;

    /// <summary>The folder is written as people would write it.</summary>
    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var document = base.ToDeclaration(live, left);
        if (FolderOf(document) is not { } folder)
            return document;

        if (folder == plainRoot)
            document.Remove(Folder);
        else if (folder.StartsWith($"{plainRoot}/", StringComparison.Ordinal))
            document[Folder] = folder[(plainRoot.Length + 1)..];

        return document;
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings)
    {
        if (declaration.Content[Folder] is JValue { Value: string path } value && !IsPath(path))
            findings.Add(
                declaration.At(
                    value.Parent,
                    "FOL001",
                    $"{Folder} is {(path.Length == 0 ? "empty" : path)}, which is no folder. Write an absolute path of the workspace "
                        + $"such as /Shared/reports, or a path below {root}, without empty, . or .. parts."
                )
            );
    }

    private JObject Placed(JObject content)
    {
        var written = content[Folder] as JValue;
        var isAbsolute = written?.Value is string { Length: > 0 } path && path[0] == '/';
        if (isAbsolute || content[Folder] is not (null or JValue { Value: null or string }))
            return content;

        var placed = (JObject)content.DeepClone();
        var folder = new JValue(written?.Value is string { Length: > 0 } below ? $"{root}/{below.TrimEnd('/')}" : root);
        placed[Folder] = written is null ? folder : SourceLocation.Move(folder, SourceLocation.Of(written, null));
        return placed;
    }

    private static bool IsPath(string path)
    {
        var below = path.StartsWith('/') ? path[1..] : path;
        return WorkspacePath.WithoutEnds(path) is not ("/" or "/Workspace")
            && below.TrimEnd('/').Split('/').All(part => part is not ("" or "." or "..") && !part.Any(char.IsControl));
    }
}
