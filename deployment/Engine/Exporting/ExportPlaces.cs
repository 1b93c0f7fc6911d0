using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Exporting;

/// <summary>A file of the folder after the export.</summary>
/// <param name="Path">In the workspace.</param>
internal sealed record StayingFile(string Kind, string Name, string Path);

/// <summary>A file or folder of the workspace whose part is exported.</summary>
/// <param name="Text">By which a file of its own names it.</param>
/// <param name="Existing">What Git declares of the part; null when it declares nothing.</param>
internal sealed record ExportPlace(FoundPlace Found, AssetId Id, string Text, Declaration? Existing);

/// <summary>Finds the exported files, and the folders that they are in, that have parts such as permission lists.</summary>
/// <param name="listed">The kinds that were listed.</param>
/// <param name="files">All files of the folder after the export.</param>
internal sealed class ExportPlaces(
    IPartOfPlaces part,
    ExportRequest request,
    IReadOnlyList<ListedKind> listed,
    IReadOnlyList<StayingFile> files
)
{
    private readonly Dictionary<string, Declaration> declared = request
        .Declared.Declarations.Where(declaration => declaration.Kind == part.Name && part.PathOf(declaration) is not null)
        .DistinctBy(part.PathOf)
        .ToDictionary(declaration => part.PathOf(declaration)!, StringComparer.Ordinal);

    private readonly Dictionary<string, FoundPlace> found = listed
        .SelectMany(kind => kind.Found.Places)
        .DistinctBy(place => place.Path)
        .ToDictionary(place => place.Path, StringComparer.Ordinal);

    private readonly Dictionary<string, FileKind> kinds = listed
        .Where(kind => kind.Found.MissingFolders.Count == 0)
        .Select(kind => kind.Kind)
        .OfType<FileKind>()
        .ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Those that Git has a file for and, where the export asks for all, the others, by name.</summary>
    public IReadOnlyList<ExportPlace> All() =>
        [
            .. kinds
                .Values.SelectMany(Of)
                .DistinctBy(place => place.Found.Path)
                .OrderBy(place => place.Id.ToString(), StringComparer.Ordinal),
        ];

    /// <summary>Whether this export is about what an earlier one wrote a file for.</summary>
    public bool IsAsked(AssetId id) => kinds.ContainsKey(id.Kind) && request.Includes(id.Kind, id.Name);

    /// <summary>Whether there is no such file, and no file in such a folder, any more.</summary>
    public bool IsGone(AssetId id) =>
        !files.Any(file =>
            file.Kind == id.Kind
            && (id.Name.Length == 0 || file.Name == id.Name || file.Name.StartsWith($"{id.Name}/", StringComparison.Ordinal))
        );

    private IEnumerable<ExportPlace> Of(FileKind kind)
    {
        var ofKind = files.Where(file => file.Kind == kind.Name).ToList();
        var asked = ofKind.Where(file => request.Includes(file.Kind, file.Name)).ToList();
        var folders = asked.SelectMany(file => FoldersOf(file.Path, kind.Root)).Distinct(StringComparer.Ordinal);
        return asked
            .Select(file => (file.Path, file.Name, Text: $"{kind.Name}/{file.Name}"))
            .Concat(folders.Select(path => (Path: path, Name: Below(path, kind.Root), Text: Folder(kind, Below(path, kind.Root), ofKind))))
            .Where(place => found.ContainsKey(place.Path))
            .Select(place => new ExportPlace(
                found[place.Path],
                new AssetId(kind.Name, place.Name),
                place.Text,
                declared.GetValueOrDefault(place.Path)
            ))
            .Where(place => place.Existing is not null || (request.WithPermissions && place.Found.Path != kind.Root));
    }

    /// <summary>With a slash where a file is called alike.</summary>
    private static string Folder(FileKind kind, string name, IEnumerable<StayingFile> files) =>
        name.Length == 0 ? kind.Name
        : files.Any(file => Path.ChangeExtension(file.Name, null) == name) ? $"{kind.Name}/{name}/"
        : $"{kind.Name}/{name}";

    private static string Below(string path, string root) => path.Length > root.Length ? path[(root.Length + 1)..] : "";

    private static IEnumerable<string> FoldersOf(string path, string root)
    {
        for (var folder = RemoteTree.Parent(path); folder.Length > 0 && folder.Length >= root.Length; folder = RemoteTree.Parent(folder))
            yield return folder;
    }
}
