using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Build;
using Build.CommandLine;
using Build.Running;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Documents;

/// <summary>Documents say only what exists.</summary>
public sealed partial class DocumentTests
{
    /// <summary>How many requirements each letter of the list has.</summary>
    private static readonly (char Letter, int Count)[] Requirements = [('A', 12), ('B', 3), ('C', 8), ('D', 3), ('E', 3), ('X', 18)];

    private static readonly IReadOnlyList<Page> Pages = Page.All();

    [Fact]
    public void The_pages_are_found() =>
        Assert.Superset(
            new HashSet<string>
            {
                "README.md",
                "CHANGELOG.md",
                "CONTRIBUTING.md",
                "docs/how-it-works.md",
                "docs/decisions/0001-cake-frosting-on-cake-tools-assemblies.md",
            },
            Pages.Select(page => page.Name).ToHashSet()
        );

    [Fact]
    public void Every_relative_link_leads_somewhere() =>
        Assert.Empty(from page in Pages from link in page.Links where !Leads(page, link) select $"{page.Name}: {link}");

    [Fact]
    public void Every_option_that_a_page_names_exists()
    {
        var options = KnownOptions.With(EnvironmentSettings.All);
        var named = (
            from page in Pages
            from command in page.Commands
            from option in Option().Matches(command)
            select (page.Name, Spelling: option.Value)
        ).ToList();

        Assert.Contains(("README.md", "--target"), named);
        Assert.All(
            named,
            option => Assert.True(options.Find(option.Spelling) is not null, $"{option.Name}: there is no option {option.Spelling}")
        );
    }

    [Fact]
    public void The_layout_in_the_readme_has_every_folder_of_a_kind()
    {
        var layout = Section("README.md", "## Your own repository");

        Assert.All(KindTable.Folders, folder => Assert.Contains($"`{folder}/", layout, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_exports_has_every_target_of_one()
    {
        var exports = Section("docs/jobs-as-code.md", "## 2. Export");
        var targets = TargetTable.In(typeof(Program).Assembly, KindTable.Described).Names.Where(TargetTable.IsExport);

        Assert.All(targets, target => Assert.Contains($"`{target}`", exports, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_prunes_says_what_becomes_of_every_kind()
    {
        var prune = Section("docs/prune.md", "# Prune");

        Assert.All(
            KindTable.Described.Select(kind => kind.Name.Replace('-', ' ')),
            kind => Assert.Contains(kind, prune, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void Every_target_that_a_page_names_exists()
    {
        var targets = TargetTable.In(typeof(Program).Assembly, KindTable.Described);
        var named = (
            from page in Pages
            from command in page.Commands
            from target in Target().Matches(command)
            select (page.Name, Target: target.Groups[1].Value)
        ).ToList();

        Assert.Contains(("README.md", "Plan"), named);
        Assert.All(
            named,
            target => Assert.True(targets.Names.Contains(target.Target), $"{target.Name}: there is no target {target.Target}")
        );
    }

    [Fact]
    public void Every_requirement_has_a_row_among_the_features_once_and_in_order()
    {
        var known = Requirements
            .SelectMany(letter => Enumerable.Range(1, letter.Count).Select(number => $"{letter.Letter}{number}"))
            .ToList();

        Assert.Equal(known, FirstCells("docs/features.md", Requirement()));
    }

    [Fact]
    public void Every_exit_code_has_a_row_with_what_to_do_and_no_row_is_of_another()
    {
        var known = typeof(ExitCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(code => (int)code.GetRawConstantValue()!)
            .Order()
            .Select(code => code.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(known, FirstCells("docs/when-it-fails.md", ExitCode()));
    }

    [Fact]
    public void The_development_container_has_the_recommended_extensions()
    {
        var recommended = Strings(".vscode/extensions.json", "recommendations");

        Assert.NotEmpty(recommended);
        Assert.Equal(recommended, Strings(".devcontainer/devcontainer.json", "customizations.vscode.extensions"));
    }

    private static IEnumerable<string?> Strings(string file, string path) =>
        JObject.Parse(File.ReadAllText(Path.Combine(Page.Root, file))).SelectToken(path)!.Values<string>();

    /// <summary>What stands below a heading and above the next one.</summary>
    private static string Section(string page, string heading) =>
        string.Join(
            '\n',
            Page.Read(page)
                .Prose.SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal))
                .Skip(1)
                .TakeWhile(line => !line.StartsWith('#'))
        );

    private static IEnumerable<string> FirstCells(string page, Regex row) =>
        Page.Read(page).Prose.Select(line => row.Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static bool Leads(Page page, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal))
            return true;

        var parts = link.Split('#', 2);
        var path = parts[0].Length == 0 ? Path.Combine(Page.Root, page.Name) : Path.GetFullPath(parts[0], page.Folder);
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && Page.Read(Path.GetRelativePath(Page.Root, path)).Anchors.Contains(parts[1]);
    }

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex Option();

    // A name in capitals alone stands for any, as in --target=TASK.
    [GeneratedRegex(@"--target=([A-Za-z]*[a-z][A-Za-z]*)")]
    private static partial Regex Target();

    [GeneratedRegex(@"^\| ([A-Z]\d+) \|")]
    private static partial Regex Requirement();

    // Three more cells, each with a text.
    [GeneratedRegex(@"^\| (\d+) \|(?: [^|]+ \|){3}$")]
    private static partial Regex ExitCode();
}
