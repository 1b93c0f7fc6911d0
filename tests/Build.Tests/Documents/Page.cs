using System.Text.RegularExpressions;
using Build.Running;

namespace Layercake.Build.Tests.Documents;

/// <summary>One of this repository's Markdown files, taken apart into what can be checked.</summary>
internal sealed partial class Page
{
    private static readonly string[] NotOurs = [".git", ".local", "artifacts", "bin", "obj", "node_modules", "TestResults"];

    private readonly string path;
    private readonly string[] lines;

    /// <summary>Whether each line stands in a fenced or an indented block of code, or at its fence.</summary>
    private readonly bool[] isCode;

    private Page(string path)
    {
        this.path = path;
        lines = File.ReadAllLines(path);
        isCode = new bool[lines.Length];
        var fenced = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var fence = lines[i].StartsWith("```", StringComparison.Ordinal);
            isCode[i] = fence || fenced || lines[i].StartsWith("    ", StringComparison.Ordinal);
            fenced ^= fence;
        }
    }

    public static string Root { get; } = HostFolders.Find(AppContext.BaseDirectory, "").Root;

    /// <summary>Relative to the root, with forward slashes.</summary>
    public string Name => Path.GetRelativePath(Root, path).Replace('\\', '/');

    public string Folder => Path.GetDirectoryName(path)!;

    public IEnumerable<string> Prose => lines.Where((_, i) => !isCode[i]);

    /// <summary>Where its links go, as they are written.</summary>
    public IEnumerable<string> Links =>
        Prose.SelectMany(line => Link().Matches(Span().Replace(line, "")).Select(link => link.Groups[1].Value));

    /// <summary>What a link's <c>#part</c> may name, as GitHub makes it from the headings.</summary>
    public IEnumerable<string> Anchors =>
        Prose
            .Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Pieces of code that speak of this host's command line; other programs have options too.</summary>
    public IEnumerable<string> Commands =>
        lines
            .Where((line, i) => isCode[i] && line.Contains("build.sh", StringComparison.Ordinal))
            .Concat(
                Prose
                    .SelectMany(line => Span().Matches(line).Select(span => span.Value.Trim('`')))
                    .Where(span => span.StartsWith("--", StringComparison.Ordinal) || span.Contains("build.sh", StringComparison.Ordinal))
            );

    public static Page Read(string name) => new(Path.Combine(Root, name));

    public static IReadOnlyList<Page> All() => [.. Below(Root).Order(StringComparer.Ordinal).Select(path => new Page(path))];

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.md")
            .Concat(Directory.EnumerateDirectories(folder).Where(below => !NotOurs.Contains(Path.GetFileName(below))).SelectMany(Below));

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Span();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
