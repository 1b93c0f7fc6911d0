using System.Text.RegularExpressions;
using Layercake.Pipelines.Tests.Support;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests;

/// <summary>The notes of a release are what the changelog says of the tag's version; without any there is no release.</summary>
[Collection(nameof(Tools))]
public sealed partial class ReleaseNotesTests : IDisposable
{
    private const string Changelog = """
        # Changelog

        ## [Unreleased]

        Not yet.

        ## [1.2.3] - 2026-01-31

        ### Added

        - One thing.

        ### Changed

        - Another thing.

        ## [1.2.3-rc.1]

        - A first try.

        ## [1.2.2]

        ## [1.2.1] - 2025-12-31

        - The last thing.

        [1.2.1]: https://example.com/1.2.1
        """;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [TheoryWith("bash")]
    [InlineData("v1.2.3", "### Added\n\n- One thing.\n\n### Changed\n\n- Another thing.\n")]
    [InlineData("v1.2.3-rc.1", "- A first try.\n")]
    [InlineData("v1.2.1", "- The last thing.\n")]
    public async Task They_are_the_section_of_the_tag_without_its_heading(string tag, string notes)
    {
        var ended = await NotesAsync(tag, Changelog);

        Assert.Equal(notes, ended.Output);
        Assert.Equal(0, ended.ExitCode);
    }

    [FactWith("bash")]
    public async Task Line_ends_of_Windows_make_no_difference() =>
        Assert.Equal("- A first try.\n", (await NotesAsync("v1.2.3-rc.1", Changelog.ReplaceLineEndings("\r\n"))).Output);

    [TheoryWith("bash")]
    [InlineData("v1.2.2")]
    [InlineData("v1.2.4")]
    [InlineData("v11.2.3")]
    [InlineData("v1.2.30")]
    public async Task A_version_of_which_the_changelog_says_nothing_is_not_released(string tag)
    {
        var ended = await NotesAsync(tag, Changelog);

        Assert.Equal(1, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains($"has no section \"## [{tag[1..]}]\" with text, and {tag} is to be released.", ended.Errors);
    }

    [TheoryWith("bash")]
    [InlineData("1.2.3")]
    [InlineData("v1.2")]
    [InlineData("v01.2.3")]
    [InlineData("v1.2.3+build")]
    [InlineData("v1x2.3")]
    public async Task A_tag_that_is_no_version_is_not_released(string tag)
    {
        var ended = await NotesAsync(tag, Changelog);

        Assert.Equal(1, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains($"The tag {tag} is no version.", ended.Errors);
    }

    [FactWith("bash")]
    public async Task The_changelog_of_this_repository_is_ready_to_become_a_release()
    {
        var changelog = await File.ReadAllTextAsync(Path.Combine(Tools.Repository, "CHANGELOG.md"));

        var ended = await NotesAsync("v9999.0.0", FirstHeading().Replace(changelog, "## [9999.0.0] - 2026-01-31", count: 1));

        Assert.Equal(0, ended.ExitCode);
        Assert.NotEmpty(ended.Output);
        Assert.DoesNotContain("## [", ended.Output);
    }

    private Task<ProgramOutput> NotesAsync(string tag, string changelog) =>
        Programs.RunAsync("bash", [".github/release-notes.sh", tag, folder.Write("CHANGELOG.md", changelog)], Tools.Repository);

    [GeneratedRegex(@"(?m)^## \[[^\]]+\].*$")]
    private static partial Regex FirstHeading();
}
