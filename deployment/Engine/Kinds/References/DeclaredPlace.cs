namespace Layercake.Engine.Kinds.References;

/// <summary>Something in Git that a path field can name, and its path in the workspace.</summary>
/// <param name="Kind">The kind of the file: <c>notebooks</c>.</param>
/// <param name="Name">The path below the kind's folder in Git; <c>.</c> for that folder itself.</param>
/// <param name="Place">The path in the workspace.</param>
/// <param name="Becomes">What it is in the workspace.</param>
internal sealed record DeclaredPlace(string Kind, string Name, string Place, PathTarget Becomes)
{
    private const string Archive = ".dbc";

    /// <summary>The file on this machine; null for a folder, and for a file that is only about to be written.</summary>
    public string? FullPath { get; init; }

    /// <summary>
    /// The name of the declared file that it comes from, which for a notebook in an archive is the archive; null for a folder.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The workspace takes it apart into a folder.</summary>
    public bool IsArchive => Name == File && Name.EndsWith(Archive, StringComparison.Ordinal);

    /// <summary>A declared file: a notebook has no ending in the workspace, and any other file has the one of Git.</summary>
    public static DeclaredPlace Of(string kind, string name, string place, string? fullPath = null) =>
        new(
            kind,
            name,
            place,
            place.EndsWith($"/{name}", StringComparison.Ordinal) ? PathTarget.File
                : name.EndsWith(Archive, StringComparison.Ordinal) ? PathTarget.Folder
                : PathTarget.Notebook
        )
        {
            FullPath = fullPath,
            File = name,
        };
}
