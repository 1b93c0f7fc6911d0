using System.Diagnostics;
using CsCheck;
using Layercake.Engine.Declarations;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Declarations;

/// <summary>What <c>.layercakeignore</c> leaves out is what Git ignores by the same lines in a <c>.gitignore</c>.</summary>
public sealed class IgnoreAgreementTests : IDisposable
{
    // Another one means other trees behind the same numbers.
    private const ulong Seed = 20261129;

    private static readonly string[] Odd =
    [
        "abc", "A", "a.b.py", "a b", " a", "x!y", "!a", "#a", "a*", "[a]", "a]", "a^b", "a+b", "(a)", "$a", "a|b",
        "a-b",
        .. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["a:b", "a\\b", "b "],
    ];

    private static readonly Gen<string> Name = Gen.Frequency((4, Any("a", "b", "ab", "b.py")), (1, Any(Odd)));

    private static readonly Gen<string> Part = Gen.Frequency(
        (6, Name),
        (2, Any("**", "*", "*.py", "a*", "*b", "?", "a?", "***", "a**", "**b", "*.*")),
        (2, Any("[ab]", "[!a]", "[^a]", "[a-c]", "[]a]", "[a-]*", "x[!a]y", "[!a-y]", "*[.]py", "[[]a]", "[\\]a]", "[A-Z]", "[*]")),
        (1, Any("[a][b]", "\\!a", "\\#a", "a\\*", "\\a", "\\[a\\]", "a\\\\b", "a\\?", "a\\ b", "[z-a]", "[[:alpha:]]")),
        (1, Any("a[", ".", "", "a\\"))
    );

    private static readonly Gen<string> Line =
        from start in Any("", "", "", "/", "!", "!/", "#")
        from parts in Part.Array[1, 3]
        from end in Any("", "", "", "/", " ", "\\ ", "\r", "/ ", "/\r")
        select start + string.Join('/', parts) + end;

    private static readonly Gen<string> Path = Name.Array[1, 4].Select(parts => string.Join('/', parts));

    /// <summary>Files, the lines at the top, and folders with lines of their own.</summary>
    private static readonly Gen<(string[] Files, string[] Top, (string Folder, string[] Lines)[] Below)> Tree = Gen.Select(
        Path.Array[6, 14],
        Line.Array[2, 5],
        Gen.Select(Name, Line.Array[1, 4]).Array[0, 2]
    );

    private readonly TempDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Git_ignores_the_same_of_generated_trees() => AssertAgreement(40);

    [Fact]
    [Trait("Extent", "Whole")]
    public void Git_ignores_the_same_of_many_generated_trees() => AssertAgreement(1500);

    private void AssertAgreement(int count)
    {
        foreach (var folder in new[] { "objects", "refs" })
            Directory.CreateDirectory(root[$".git/{folder}"]);
        root.Write(".git/HEAD", "ref: refs/heads/main\n");
        var trees = Enumerable.Range(0, count).Select(number => Write(number)).ToList();
        var all = trees.SelectMany(tree => tree.Paths).ToList();

        var ours = trees.SelectMany(tree => tree.Ignored).Order(StringComparer.Ordinal).ToList();
        var gits = IgnoredByGit(all).Order(StringComparer.Ordinal).ToList();

        Assert.True(ours.Count > count, $"Of {all.Count} paths only {ours.Count} are ignored.");
        var differing = gits.Except(ours).Concat(ours.Except(gits)).Order(StringComparer.Ordinal).ToList();
        Assert.True(differing.Count == 0, string.Join('\n', differing.Take(10).Select(path => Described(path, gits.Contains(path)))));
    }

    /// <summary>Writes a tree, and gives Git the lines that are understood here.</summary>
    private (IReadOnlyList<string> Paths, IReadOnlyList<string> Ignored) Write(int number)
    {
        var (files, top, below) = Tree.Generate(new PCG((uint)number, Seed), null, out _);
        var name = $"t{number}";
        Directory.CreateDirectory(root[name]);
        foreach (var file in files.Where(file => !IsTaken($"{name}/{file}")))
            root.Write($"{name}/{file}", "");
        root.Write($"{name}/{IgnoreFile.Name}", string.Join('\n', top));
        foreach (var (folder, lines) in below.Where(ignore => Directory.Exists(root[$"{name}/{ignore.Folder}"])))
            root.Write($"{name}/{folder}/{IgnoreFile.Name}", string.Join('\n', lines));

        var assets = new AssetsFolder(root[name]);
        var entries = new DirectoryInfo(assets.Root)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => entry.Name != IgnoreFile.Name)
            .ToDictionary(entry => assets.Relative(entry.FullName), entry => entry is DirectoryInfo);
        var ignored = entries.Where(entry => assets.Ignored.Find(entry.Key, entry.Value) is not null).ToList();
        var refused = new List<Finding>();
        assets.Ignored.Report(refused);
        Assert.All(refused, finding => Assert.Equal("FIL011", finding.Code));
        foreach (var file in new DirectoryInfo(assets.Root).EnumerateFiles(IgnoreFile.Name, SearchOption.AllDirectories).ToList())
        {
            var without = refused.Where(finding => finding.File == assets.Relative(file.FullName)).Select(finding => finding.Line - 1);
            var lines = File.ReadAllText(file.FullName).Split('\n').Where((_, index) => !without.Contains(index));
            File.WriteAllText(System.IO.Path.Combine(file.DirectoryName!, ".gitignore"), string.Join('\n', lines));
        }

        return ([.. entries.Keys.Select(path => $"{name}/{path}")], [.. ignored.Select(entry => $"{name}/{entry.Key}")]);
    }

    /// <summary>Whether a file is in the place of a folder, or the reverse.</summary>
    private bool IsTaken(string path)
    {
        for (var above = path; above.Length > 0; above = above.LastIndexOf('/') is > 0 and var end ? above[..end] : "")
            if (File.Exists(root[above]))
                return true;

        return Directory.Exists(root[path]);
    }

    private string[] IgnoredByGit(IEnumerable<string> paths)
    {
        var start = new ProcessStartInfo("git", ["check-ignore", "--no-index", "--stdin", "-z"])
        {
            WorkingDirectory = root.FullPath,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["GIT_CONFIG_GLOBAL"] = root[".git/none"];
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start)!;
        var read = git.StandardOutput.ReadToEndAsync();
        git.StandardInput.Write(string.Join('\0', paths));
        git.StandardInput.Close();
        git.WaitForExit();
        return read.GetAwaiter().GetResult().Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private string Described(string path, bool byGit)
    {
        var tree = path[..path.IndexOf('/', StringComparison.Ordinal)];
        var files = Directory.EnumerateFiles(root[tree], ".gitignore", SearchOption.AllDirectories);
        return $"{path} is ignored by {(byGit ? "Git" : "us")} alone:\n"
            + string.Join('\n', files.Select(file => $"  {System.IO.Path.GetRelativePath(root[tree], file)}: {OnOneLine(file)}"));
    }

    private static string OnOneLine(string file) =>
        File.ReadAllText(file).Replace("\r", "\\r", StringComparison.Ordinal).Replace('\n', '|');

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
