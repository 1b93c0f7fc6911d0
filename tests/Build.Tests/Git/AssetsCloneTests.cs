using Build.CommandLine;
using Build.Git;
using Build.Running;
using Layercake.Testing;

namespace Layercake.Build.Tests.Git;

/// <summary>What is cloned, and what is refused before Git sees it.</summary>
public sealed class AssetsCloneTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ext::sh -c id")]
    [InlineData("--upload-pack=id")]
    [InlineData("-x")]
    [InlineData("https://host/a\nb")]
    [InlineData("https://host/a b")]
    [InlineData("ssh://-oProxyCommand=id/a")]
    [InlineData("ssh://-x@host/a")]
    [InlineData("ssh://user:password@host/a")]
    [InlineData("http://host/a")]
    [InlineData("git://host/a")]
    [InlineData("git@host:a")]
    [InlineData("file://host/a")]
    [InlineData("a/b")]
    public void Other_addresses_are_refused(string address) => Assert.Null(CloneAddress.Parse(address));

    [Theory]
    [InlineData("https://host/a%20b.git", "https://host/a%20b.git")]
    [InlineData("https://someone:secret%21@host:8443/a.git", "https://host:8443/a.git")]
    [InlineData("ssh://git@host:22/a.git", "ssh://git@host:22/a.git")]
    [InlineData("file:///srv/a b.git", "file:///srv/a b.git")]
    public void An_address_is_shown_without_what_signs_in(string address, string shown)
    {
        var parsed = CloneAddress.Parse(address)!;

        Assert.Equal(shown, parsed.Plain);
        Assert.Equal(address.Contains("secret") ? ["someone", "secret%21", "secret!"] : [], parsed.Secrets);
    }

    [Fact]
    public async Task A_clone_is_made_once_and_is_of_one_repository()
    {
        var (origin, other) = (await RepositoryAsync("origin"), await RepositoryAsync("other"));
        var clone = new AssetsClone(CloneAddress.Parse(origin)!, folder["state/web-clone"]);

        Assert.True(await clone.EnsureAsync("side", CancellationToken.None));
        Assert.Equal("a", await File.ReadAllTextAsync(folder["state/web-clone/jobs/a.json"]));
        Assert.StartsWith("ref: refs/heads/side", await File.ReadAllTextAsync(folder["state/web-clone/.git/HEAD"]));
        Assert.False(Directory.Exists(folder["state/web-clone/.git/hooks"]));

        Assert.False(await clone.EnsureAsync("side", CancellationToken.None));
        var refused = await Assert.ThrowsAsync<BuildFailedException>(
            () => new AssetsClone(CloneAddress.Parse(other)!, folder["state/web-clone"]).EnsureAsync(null, CancellationToken.None)
        );
        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("--state=DIR", refused.Message);
    }

    [Fact]
    public async Task A_branch_that_is_not_there_leaves_no_clone()
    {
        var clone = new AssetsClone(CloneAddress.Parse(await RepositoryAsync("origin"))!, folder["state/web-clone"]);

        var refused = await Assert.ThrowsAsync<BuildFailedException>(() => clone.EnsureAsync("--upload-pack=id", CancellationToken.None));

        Assert.Contains("--upload-pack=id not found", refused.Message);
        Assert.False(Directory.Exists(folder["state/web-clone"]));
    }

    private async Task<string> RepositoryAsync(string name)
    {
        Directory.CreateDirectory(folder[$"{name}/jobs"]);
        await File.WriteAllTextAsync(folder[$"{name}/jobs/a.json"], "a");
        string[] identity = ["-c", "user.name=Someone", "-c", "user.email=someone@example.com"];
        foreach (
            string[] words in (string[][])
                [["init", "--quiet"], ["add", "--all"], [.. identity, "commit", "--quiet", "-m", "Start"], ["branch", "side"]]
        )
            Assert.True((await GitCommand.RunAsync(folder[name], words, CancellationToken.None))!.Succeeded);
        return folder[name];
    }
}
