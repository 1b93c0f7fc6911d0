using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// All that path fields can name, by its name in Git and by its place in the workspace: files, the folders above them, and the notebooks
/// in archives.
/// </summary>
/// <param name="files">The declared files.</param>
internal sealed class DeclaredPlaces(IReadOnlyCollection<DeclaredPlace> files)
{
    private readonly ILookup<(string Kind, string Name), DeclaredPlace> byName = files.ToLookup(file => (file.Kind, file.Name));

    private readonly Lazy<ILookup<(string Kind, string Name), DeclaredPlace>> withoutEnding = new(() =>
        files.ToLookup(file => (file.Kind, Path.ChangeExtension(file.Name, null)))
    );

    private readonly Lazy<ILookup<(string Kind, string Place), DeclaredPlace>> byPlace = new(() =>
        files.OrderBy(file => file.Name, StringComparer.Ordinal).ToLookup(file => (file.Kind, WorkspacePath.Plain(file.Place)))
    );

    private readonly Lazy<IReadOnlyList<string>> kinds = new(() => [.. files.Select(file => file.Kind).Distinct()]);

    private readonly Lazy<ILookup<(string Kind, string Path), DeclaredPlace>> foldersByPath = new(() =>
        files
            .SelectMany(FoldersOf)
            .Distinct()
            .SelectMany(folder => new[] { folder.Name, WorkspacePath.Plain(folder.Place) }, (folder, path) => (folder, path))
            .ToLookup(pair => (pair.folder.Kind, pair.path), pair => pair.folder)
    );

    private readonly IReadOnlyList<DeclaredPlace> archives = [.. files.Where(file => file.IsArchive && file.FullPath is not null)];

    private readonly Dictionary<string, IReadOnlySet<string>?> opened = new(StringComparer.Ordinal);

    /// <summary>
    /// What the name stands for: what becomes something wanted if there is any, else whatever has the name; null for nothing.
    /// </summary>
    /// <param name="written">With or without the ending that the workspace drops.</param>
    public DeclaredPlace? Find(string kind, string written, PathTarget wanted)
    {
        var name = Normalized(written);
        var found = byName[(kind, name)].Concat(withoutEnding.Value[(kind, name)]).ToList();
        return found.Find(place => wanted.HasFlag(place.Becomes) && !place.IsArchive)
            ?? (wanted.HasFlag(PathTarget.Folder) ? Folder(kind, name) : null)
            ?? (wanted.HasFlag(PathTarget.Notebook) ? InArchive(kind, archive => Below(archive, name)) : null)
            ?? found.FirstOrDefault()
            ?? Folder(kind, name);
    }

    /// <summary>What a deployment puts at this place of the workspace, if that becomes something wanted.</summary>
    /// <param name="path">With <c>/Workspace</c> in front or not.</param>
    public DeclaredPlace? At(string kind, string path, PathTarget wanted)
    {
        var place = WorkspacePath.WithoutEnds(WorkspacePath.Plain(path));
        return byPlace.Value[(kind, place)].FirstOrDefault(file => wanted.HasFlag(file.Becomes) && !file.IsArchive)
            ?? (wanted.HasFlag(PathTarget.Folder) ? Folder(kind, place) : null)
            ?? (wanted.HasFlag(PathTarget.Notebook) ? InArchive(kind, archive => After(WorkspacePath.Plain(archive.Place), place)) : null);
    }

    /// <summary>The name of a notebook that is a file of its own, if nothing else is called so with or without an ending.</summary>
    public string? NameWithoutEnding(DeclaredPlace notebook) =>
        notebook.File == notebook.Name
        && Path.ChangeExtension(notebook.Name, null) is var name
        && byName[(notebook.Kind, name)].Concat(withoutEnding.Value[(notebook.Kind, name)]).Count() == 1
            ? name
            : null;

    /// <summary>Whether a deployment puts something at this place, of any kind and sort.</summary>
    public bool Has(string path) =>
        kinds.Value.Any(kind => At(kind, path, PathTarget.Notebook | PathTarget.File | PathTarget.Folder) is not null);

    /// <summary>All names that stand for something wanted.</summary>
    public IEnumerable<string> Names(string kind, PathTarget wanted) =>
        files
            .Concat(wanted.HasFlag(PathTarget.Folder) ? files.SelectMany(FoldersOf).Distinct() : [])
            .Where(place => place.Kind == kind && wanted.HasFlag(place.Becomes) && !place.IsArchive)
            .Select(place => place.Name)
            .Concat(wanted.HasFlag(PathTarget.Notebook) ? archives.Where(archive => archive.Kind == kind).SelectMany(NamesIn) : []);

    /// <summary>A path of Git without parts that say nothing: <c>./a//b</c> is <c>a/b</c>.</summary>
    public static string Normalized(string written)
    {
        var steps = new List<string>();
        foreach (var step in written.Split('/').Where(step => step is not ("" or ".")))
            if (step == ".." && steps.Count > 0 && steps[^1] != "..")
                steps.RemoveAt(steps.Count - 1);
            else
                steps.Add(step);

        return steps.Count == 0 ? "." : string.Join('/', steps);
    }

    /// <param name="path">The name in Git, or the place, which begins with a slash.</param>
    private DeclaredPlace? Folder(string kind, string path) => foldersByPath.Value[(kind, path)].FirstOrDefault();

    /// <param name="below">The path in the archive that is looked for; null when it is not in this archive.</param>
    private DeclaredPlace? InArchive(string kind, Func<DeclaredPlace, string?> below) =>
        (
            from archive in archives
            where archive.Kind == kind
            let entry = below(archive)
            where entry is not null && Opened(archive.FullPath!)?.Contains(entry) != false
            select new DeclaredPlace(kind, $"{Stem(archive)}/{entry}", $"{archive.Place}/{entry}", PathTarget.Notebook)
            {
                File = archive.Name,
            }
        ).FirstOrDefault();

    private IEnumerable<string> NamesIn(DeclaredPlace archive) =>
        Opened(archive.FullPath!)?.Select(entry => $"{Stem(archive)}/{entry}") ?? [];

    private IReadOnlySet<string>? Opened(string path)
    {
        if (!opened.TryGetValue(path, out var entries))
            opened[path] = entries = ArchiveNotebooks.In(path);

        return entries;
    }

    private static string? Below(DeclaredPlace archive, string name) => After(Stem(archive), name) ?? After(archive.Name, name);

    private static string Stem(DeclaredPlace archive) => Path.ChangeExtension(archive.Name, null);

    private static string? After(string folder, string path) =>
        path.StartsWith($"{folder}/", StringComparison.Ordinal) ? path[(folder.Length + 1)..] : null;

    private static IEnumerable<DeclaredPlace> FoldersOf(DeclaredPlace file)
    {
        var (name, place) = (file.Name, file.Place);
        while (name != ".")
        {
            name = name.LastIndexOf('/') is > 0 and var end ? name[..end] : ".";
            place = place[..place.LastIndexOf('/')];
            yield return new DeclaredPlace(file.Kind, name, place, PathTarget.Folder);
        }
    }
}
