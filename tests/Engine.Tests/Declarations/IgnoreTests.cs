using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Declarations;

/// <summary>What <c>.layercakeignore</c> names is as if it were not there.</summary>
public sealed class IgnoreTests : IDisposable
{
    private readonly TempDirectory assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public async Task Ignored_files_of_every_kind_are_not_deployed_and_what_was_deployed_before_is_pruned()
    {
        await using var workspace = await TestWorkspace.StartAsync();
        workspace
            .With("notebooks/etl/load.py", Samples.Notebook())
            .With("notebooks/etl/draft.py", Samples.Notebook("2"))
            .With("notebooks/old/a.py", Samples.Notebook("3"))
            .With("init-scripts/a.sh", "echo a\n")
            .With("init-scripts/b.sh", "echo b\n")
            .With("jobs/a.json", Samples.Job("a", compute: Samples.Free))
            .With("jobs/draft.json", Samples.Job("draft", compute: Samples.Free));
        await workspace.DeployAsync();

        workspace
            .With(".layercakeignore", "draft.*\n/notebooks/old/\n")
            .With("init-scripts/.layercakeignore", "*\n!a.sh\n");

        Assert.Equal(
            ["init-scripts.a.sh", "jobs.a", "notebooks.etl/load.py"],
            workspace.Read().Declarations.Select(declaration => declaration.Asset).Order(StringComparer.Ordinal)
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal(
            ["init-scripts.b.sh", "jobs.draft", "notebooks.etl/draft.py", "notebooks.old/a.py"],
            (await workspace.PlanPruneAsync()).Plan.Changes.Select(change => change.Asset).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Of_what_is_ignored_nothing_is_found_wrong()
    {
        assets.Write(".layercakeignore", "broken*\nclusters/\ncluster/\n");
        assets.Write("notebooks/broken.ipynb", "x");
        assets.Write("jobs/broken.json", "{");
        assets.Write("clusters/a.json", "{");
        assets.Write("cluster/a.json", "{");
        File.CreateSymbolicLink(assets["notebooks/broken-link.py"], "gone.py");
        if (!OperatingSystem.IsWindows())
            NamedPipe.Create(assets["notebooks/broken-pipe"]);

        Assert.Empty(Checked.Folder(assets));
    }

    [Theory]
    [InlineData("etl/load", "etl/load")]
    [InlineData("etl/load.py", "etl/load.py")]
    public void A_job_that_names_an_ignored_notebook_is_told_the_line(string name, string shown)
    {
        assets.Write("notebooks/.layercakeignore", "# drafts\r\n\r\n/etl/*\r\n");
        assets.Write("notebooks/etl/load.py", Samples.Notebook());
        assets.Write(
            "jobs/j.json",
            $$"""{ "name": "j", "tasks": [ { "task_key": "a", {{Samples.Free}}, "notebook_task": { "notebook_path": "{{name}}" } } ] }"""
        );

        Assert.Contains(
            $"error JOB001: jobs.j: tasks[0].notebook_task.notebook_path names notebooks/{shown}, which is ignored by "
                + "notebooks/.layercakeignore line 3. Change that line, or correct the name.",
            Assert.Single(Checked.Folder(assets))
        );
    }

    [Theory]
    [InlineData("a\n./b\n", 2, "It has a part that is empty, . or .., and so matches nothing.")]
    [InlineData("/", 1, "It has a part that is empty, . or .., and so matches nothing.")]
    [InlineData("!", 1, "It has a part that is empty, . or .., and so matches nothing.")]
    [InlineData("a//b", 1, "It has a part that is empty, . or .., and so matches nothing.")]
    [InlineData("a**/b", 1, "Git reads stars behind the letters that a pattern begins with as if a slash stood between them.")]
    [InlineData("a[bc", 1, "It has a [ without its ], and so matches nothing.")]
    [InlineData("a\\", 1, "It ends with a backslash, and so matches nothing.")]
    [InlineData("[[:alpha:]]", 1, "Classes such as [:alpha:] are not known here.")]
    [InlineData("[z-a]", 1, "z-a is no range of letters or digits.")]
    [InlineData("[+-9]", 1, "+-9 is no range of letters or digits.")]
    public void A_pattern_that_matches_nothing_or_that_is_not_understood_is_an_error_once(string text, int line, string says)
    {
        assets.Write(".layercakeignore", text);
        assets.Write("notebooks/a.py", "");
        assets.Write("jobs/README.md", "");

        Assert.StartsWith(
            $".layercakeignore({line},1): error FIL011: This pattern cannot be used. {says}",
            Assert.Single(Checked.Folder(assets))
        );
    }

    [Fact]
    public void An_ignore_file_that_cannot_be_read_is_an_error()
    {
        Directory.CreateDirectory(assets[".layercakeignore"]);
        assets.Write("notebooks/a.py", "");
        assets.Write("notebooks/b/a.py", "");
        assets.Write("init-scripts/a.sh", "");
        assets.Write("notebooks/b/.layercakeignore", "a\n<<<<<<< HEAD\n");
        File.WriteAllBytes(assets.Write("init-scripts/.layercakeignore", ""), [(byte)'a', (byte)'\n', 0xE4]);

        Assert.Equal(
            [
                ".layercakeignore: error FIL011: This is a folder, and a file is expected. Rename or remove it.",
                "init-scripts/.layercakeignore(2,1): error FIL011: The file is not UTF-8: this character was saved in another encoding. "
                    + "Save the file as UTF-8.",
                "notebooks/b/.layercakeignore(2,1): error FIL008: "
                    + "This line is a marker of a merge that was not resolved to its end. Keep what is right of both sides, and remove the "
                    + "lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>.",
            ],
            Checked.Folder(assets)
        );
    }

    [Fact]
    public void A_letter_counts_once_however_many_bytes_it_has()
    {
        assets.Write(".layercakeignore", "gr?ße.py\n日[本]*\n");
        assets.Write("notebooks/größe.py", "");
        assets.Write("notebooks/日本.py", "");
        assets.Write("notebooks/kept.py", "");

        var read = DeploymentSession.Read(
            new() { Name = "test", File = "test.json", NotebooksPath = "/Shared/app" },
            new(assets.FullPath)
        );

        Assert.Equal(["notebooks.kept.py"], read.Declarations.Select(declaration => declaration.Asset));
    }

    [Fact]
    public void Names_that_begin_with_a_point_are_never_deployed()
    {
        foreach (var file in new[] { "notebooks/.env", "notebooks/.venv/a.py", "jobs/.draft.json", "init-scripts/.a.sh", ".github/a.yml" })
            assets.Write(file, "x");
        assets.Write(".layercakeignore", "!.env\n");

        Assert.Empty(Checked.Folder(assets));
    }
}
