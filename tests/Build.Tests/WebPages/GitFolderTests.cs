using Build.Running;
using Build.WebPages;
using Layercake.Host.Tests.Support;
using Layercake.Testing;

namespace Layercake.Build.Tests.WebPages;

/// <summary>What the page pulls and pushes, with a real Git.</summary>
public sealed class GitFolderTests : IAsyncLifetime
{
    private GitRepository repository = null!;
    private string clone = "";

    public async Task InitializeAsync()
    {
        using var content = new TempDirectory();
        content.Write("jobs/nightly.json", """{ "name": "nightly" }""");
        content.Write("README.md", "");
        repository = await GitRepository.CreateAsync(content.FullPath);
        clone = await repository.CloneAsync("clone");
    }

    public Task DisposeAsync()
    {
        repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_pushed_comes_with_a_pull_to_another_clone()
    {
        var other = await repository.CloneAsync("other");
        Write(clone, "clusters/etl.json", """{ "cluster_name": "etl" }""");
        Write(clone, "notes.txt", "no asset");

        await PushAsync();
        await Folder(other).PullAsync(CancellationToken.None);

        Assert.True(File.Exists(Path.Combine(other, "clusters/etl.json")));
        Assert.False(File.Exists(Path.Combine(other, "notes.txt")));
    }

    [Fact]
    public async Task The_last_file_of_a_kind_goes_with_its_folder()
    {
        var other = await repository.CloneAsync("other");
        Directory.Delete(Path.Combine(clone, "jobs"), recursive: true);

        await PushAsync();
        await Folder(other).PullAsync(CancellationToken.None);

        Assert.False(Directory.Exists(Path.Combine(other, "jobs")));
    }

    [Fact]
    public async Task Nothing_is_pushed_while_a_file_seems_to_hold_a_secret()
    {
        Write(clone, "jobs/leak.json", $$"""{ "name": "leak", "parameters": ["dapi{{new string('0', 32)}}"] }""");

        var refused = await Assert.ThrowsAsync<BuildFailedException>(PushAsync);

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.StartsWith("Nothing was pushed: there seems to be a secret in jobs/leak.json. ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Folder(clone).StateAsync(CancellationToken.None))!.Changed);
    }

    [Fact]
    public async Task What_someone_staged_elsewhere_is_not_taken_along()
    {
        Write(clone, "README.md", "changed");
        await GitRepository.GitAsync(clone, "add", "README.md");

        var refused = await Assert.ThrowsAsync<BuildFailedException>(PushAsync);

        Assert.Equal("Nothing was pushed: README.md is staged and no asset. Commit it or take it back in the folder.", refused.Message);
    }

    [Fact]
    public async Task A_hook_of_the_folder_does_not_run()
    {
        Write(clone, ".git/hooks/pre-commit", "#!/bin/sh\ntouch ran\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(clone, ".git/hooks/pre-commit"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write(clone, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1 }""");

        await PushAsync();

        Assert.False(File.Exists(Path.Combine(clone, "ran")));
    }

    private Task PushAsync() => Folder(clone).PushAsync("main", "From a test", "someone", CancellationToken.None);

    private static GitFolder Folder(string folder) => new(folder, _ => { });

    private static void Write(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
