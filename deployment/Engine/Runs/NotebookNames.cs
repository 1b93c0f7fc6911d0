using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Runs;

/// <summary>Finds notebooks of <c>notebooks/</c> by path or pattern.</summary>
public sealed class NotebookNames(IEnumerable<Declaration> declarations)
{
    private const string Folder = "notebooks/";

    /// <summary>The notebooks that run by default.</summary>
    public const string Tests = "tests/**";

    private readonly IReadOnlyList<Declaration> all =
    [
        .. declarations.Where(declaration => declaration.Kind == "notebooks" && (string?)declaration.Content["object_type"] == "NOTEBOOK"),
    ];

    /// <summary>Whether the path is a workspace path and not one below <c>notebooks/</c>.</summary>
    public static bool IsInWorkspace(string path) => path.StartsWith('/');

    /// <summary>Where a notebook is in the workspace.</summary>
    public static string PlaceOf(Declaration notebook, string root) => $"{root.TrimEnd('/')}/{Path.ChangeExtension(notebook.Name, null)}";

    /// <summary>
    /// The notebook of that path, with or without its ending and <c>notebooks/</c> before it; null and a finding when there is none.
    /// </summary>
    public Declaration? Find(string path, ICollection<Finding> findings)
    {
        var name = Plain(path);
        var found =
            all.FirstOrDefault(notebook => notebook.Name == name)
            ?? all.FirstOrDefault(notebook => Path.ChangeExtension(notebook.Name, null) == name);
        if (found is not null)
            return found;

        var near = NameSuggestion.Suggest(
            name,
            all.Select(notebook => notebook.Name).Concat(all.Select(notebook => Path.ChangeExtension(notebook.Name, null)))
        );
        findings.Add(
            Missing(
                "RUN001",
                $"--notebook={path}: there is no notebook {Folder}{name}.{near} Give the path of one below {Folder}, or a place in "
                    + $"the workspace that starts with /."
            )
        );
        return null;
    }

    /// <summary>
    /// The notebooks that match any of these patterns, where <c>*</c> is any text without, and <c>**</c> any text with slashes.
    /// </summary>
    public IReadOnlyList<Declaration> Matching(IReadOnlyList<string> patterns, ICollection<Finding> findings)
    {
        var matched = new HashSet<Declaration>();
        foreach (var pattern in patterns)
        {
            var expression = Expression(Plain(pattern));
            var found = all.Where(notebook =>
                    expression.IsMatch(notebook.Name) || expression.IsMatch(Path.ChangeExtension(notebook.Name, null))
                )
                .ToList();
            matched.UnionWith(found);
            if (found.Count == 0)
                findings.Add(
                    Missing(
                        "RUN007",
                        $"No notebook matches {Folder}{Plain(pattern)}. Put test notebooks into {Folder}tests/, or choose others "
                            + $"with --notebook=PATTERN, where * stands for any text and ** also for folders."
                    )
                );
        }

        return [.. all.Where(matched.Contains)];
    }

    private static string Plain(string path)
    {
        var plain = path.Replace('\\', '/');
        plain = plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain;
        return plain.StartsWith(Folder, StringComparison.Ordinal) ? plain[Folder.Length..] : plain;
    }

    private static Regex Expression(string pattern)
    {
        var expression = Regex
            .Escape(pattern)
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        return new Regex($"^{expression}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    private static Finding Missing(string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            Message = message,
        };
}
