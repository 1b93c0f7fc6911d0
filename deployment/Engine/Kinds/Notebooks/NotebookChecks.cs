using System.Globalization;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Offline checks of a tree of notebooks.</summary>
internal static class NotebookChecks
{
    /// <param name="size">In bytes.</param>
    public static void Size(Declaration declaration, long size, bool isNotebook, ICollection<Finding> findings)
    {
        var (what, largest) = isNotebook ? ("notebooks", SizeLimits.Notebook) : ("files", SizeLimits.PlainFile);
        if (size > largest)
            findings.Add(
                Error(
                    declaration,
                    "NBK001",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the file has {size:N0} bytes; the service imports {what} of at most {largest:N0}. "
                    ) + (isNotebook ? "Split it, or keep data in a volume." : "Keep it in a volume, and let jobs read it there.")
                )
            );
    }

    /// <summary>Finds files that would become the same object, and objects with the name of a folder.</summary>
    public static void Collisions(IReadOnlyList<Declaration> declarations, Func<Declaration, string> place, ICollection<Finding> findings)
    {
        foreach (var group in declarations.GroupBy(place, StringComparer.Ordinal).Where(group => group.Count() > 1))
            foreach (var declaration in group)
                findings.Add(
                    Error(
                        declaration,
                        "NBK002",
                        $"becomes {group.Key} in the workspace, and so does "
                            + $"{string.Join(", ", group.Where(other => other != declaration).Select(other => other.File))}. Rename "
                            + $"one of them."
                    )
                );

        var folders = declarations.SelectMany(declaration => FoldersOf(place(declaration))).ToHashSet(StringComparer.Ordinal);
        foreach (var declaration in declarations.Where(declaration => folders.Contains(place(declaration))))
            findings.Add(
                Error(
                    declaration,
                    "NBK003",
                    $"becomes {place(declaration)} in the workspace, where a folder of that name is needed too. Rename the file "
                        + $"or the folder."
                )
            );
    }

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }

    private static Finding Error(Declaration declaration, string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            File = declaration.File,
            Asset = declaration.Asset,
            Message = message,
        };
}
