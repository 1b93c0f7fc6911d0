using Build.Text;
using Layercake.Testing;
using Asked = Build.Git.GitRepository;
using Repository = Layercake.Host.Tests.Support.GitRepository;

namespace Layercake.Build.Tests.Git;

/// <summary>A commit alone is no answer to what was deployed while files differ from it.</summary>
public sealed class ModifiedFilesTests
{
    [Theory]
    [InlineData("jobs/nightly.json", true)]
    [InlineData("clusters/new.json", true)]
    [InlineData("deployment/environments/dev.json", true)]
    [InlineData("release.plan", false)]
    public async Task The_commit_is_marked_where_assets_differ_from_it_and_not_for_what_a_pipeline_leaves(string file, bool isMarked)
    {
        using var content = new TempDirectory();
        content.Write("jobs/nightly.json", "{}");
        using var repository = await Repository.CreateAsync(content.FullPath);
        var clone = await repository.CloneAsync("clone");
        Assert.Equal(Of(clone).Commit, Of(clone).CommitAsItStands);

        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(clone, file))!);
        await File.WriteAllTextAsync(Path.Combine(clone, file), "[]");

        var commit = Of(clone).Commit!;
        Assert.Equal(isMarked ? $"{commit}-dirty" : commit, Of(clone).CommitAsItStands);
        Assert.Equal(isMarked ? $"{commit[..10]}-dirty" : commit[..10], DisplayText.ShortCommit(Of(clone).CommitAsItStands));
    }

    private static Asked Of(string folder) => new(folder, package: null);
}
