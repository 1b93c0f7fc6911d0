using Build.Running;
using Build.WebPages;
using Layercake.Host.Tests.Support;
using Layercake.Testing;
using GitCommand = Build.Git.GitCommand;

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
        Write(clone, ".layercake-export.json", """{ "format": 1, "files": {} }""");

        await PushAsync();
        await Folder(other).PullAsync(CancellationToken.None);

        Assert.True(File.Exists(Path.Combine(other, "clusters/etl.json")));
        Assert.True(File.Exists(Path.Combine(other, ".layercake-export.json")));
        Assert.False(File.Exists(Path.Combine(other, "notes.txt")));
    }

    [Fact]
    public async Task What_a_push_would_commit_is_listed_file_by_file()
    {
        Write(clone, "clusters/etl ä.json", "{}");
        Write(clone, "clusters/other.json", "{}");
        Write(clone, "notes.txt", "no asset");
        await GitRepository.GitAsync(clone, "mv", "jobs/nightly.json", "jobs/daily.json");

        var state = await Folder(clone).StateAsync(CancellationToken.None);

        Assert.Equal(
            ["clusters/etl ä.json new", "clusters/other.json new", "jobs/daily.json new", "jobs/nightly.json deleted"],
            state!.Changed.Select(file => $"{file.Path} {file.State}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Whoever_is_alone_on_the_machine_commits_as_Git_knows_them()
    {
        await GitRepository.GitAsync(clone, "config", "user.name", "Ann");
        await GitRepository.GitAsync(clone, "config", "user.email", "ann@contoso.example");
        Write(clone, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1 }""");

        await Folder(clone).PushAsync("main", "Mine", author: null, CancellationToken.None);

        var commit = await GitCommand.RunAsync(clone, ["log", "-1", "--format=%an <%ae>"], CancellationToken.None);
        Assert.Equal("Ann <ann@contoso.example>", commit!.Output.Trim());
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
        Assert.Single((await Folder(clone).StateAsync(CancellationToken.None))!.Changed);
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

    [Fact]
    public async Task A_push_where_the_remote_has_more_commits_nothing_and_goes_after_a_pull()
    {
        var other = await repository.CloneAsync("other");
        Write(other, "jobs/theirs.json", """{ "name": "theirs" }""");
        await Folder(other).PushAsync("main", "Theirs", "someone", CancellationToken.None);
        Write(clone, "jobs/ours.json", """{ "name": "ours" }""");
        var before = await HeadAsync();

        var refused = await Assert.ThrowsAsync<BuildFailedException>(PushAsync);

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.StartsWith(
            "Nothing was pushed, and nothing was committed. main has commits at the remote that are not here. Pull",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(before, await HeadAsync());
        await Folder(clone).PullAsync(CancellationToken.None);
        await PushAsync();
        await Folder(other).PullAsync(CancellationToken.None);
        Assert.True(File.Exists(Path.Combine(other, "jobs/ours.json")));
    }

    [Fact]
    public async Task A_push_that_the_remote_rejects_leaves_the_folder_as_it_was()
    {
        var origin = Path.Combine(Path.GetDirectoryName(clone)!, "origin");
        Write(origin, "hooks/pre-receive", "#!/bin/sh\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(origin, "hooks/pre-receive"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write(clone, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1 }""");
        var before = await HeadAsync();

        var refused = await Assert.ThrowsAsync<BuildFailedException>(PushAsync);

        Assert.Contains("Nothing was pushed, and nothing was committed.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await HeadAsync());
        Assert.Single((await Folder(clone).StateAsync(CancellationToken.None))!.Changed);
    }

    [Fact]
    public async Task What_goes_to_another_branch_leaves_the_folder_on_its_own_and_as_that_has_it()
    {
        Write(clone, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1 }""");
        Write(clone, "clusters/etl.json", """{ "cluster_name": "etl" }""");
        var before = await HeadAsync();

        await Folder(clone).PushAsync("export/dev", "From a test", "someone", CancellationToken.None);

        var state = (await Folder(clone).StateAsync(CancellationToken.None))!;
        Assert.Equal(("main", 0, before), (state.Branch, state.Changed.Count, await HeadAsync()));
        Assert.Equal("""{ "name": "nightly" }""", await File.ReadAllTextAsync(Path.Combine(clone, "jobs/nightly.json")));
        Assert.False(Directory.Exists(Path.Combine(clone, "clusters")));

        // Someone merges it.
        var other = await repository.CloneAsync("other");
        await GitRepository.GitAsync(other, "push", "--quiet", "origin", "origin/export/dev:main");
        await Folder(clone).PullAsync(CancellationToken.None);
        Assert.True(File.Exists(Path.Combine(clone, "clusters/etl.json")));
    }

    [Fact]
    public async Task Files_that_a_pull_would_write_over_can_go_to_another_branch_first()
    {
        var other = await repository.CloneAsync("other");
        Write(other, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 2 }""");
        await Folder(other).PushAsync("main", "Theirs", "someone", CancellationToken.None);
        Write(clone, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1 }""");

        var refused = await Assert.ThrowsAsync<BuildFailedException>(() => Folder(clone).PullAsync(CancellationToken.None));
        Assert.StartsWith(
            "Git refused: jobs/nightly.json would be written over, and changed here too. Nothing was pulled.",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("push them to another branch", refused.Message, StringComparison.Ordinal);
        await Folder(clone).PushAsync("ours", "Ours", "someone", CancellationToken.None);
        await Folder(clone).PullAsync(CancellationToken.None);

        Assert.Contains("2", await File.ReadAllTextAsync(Path.Combine(clone, "jobs/nightly.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_commit_that_was_not_pushed_is_not_pushed_with_a_later_one()
    {
        Write(clone, "jobs/leak.json", $$"""{ "name": "leak", "parameters": ["dapi{{new string('0', 32)}}"] }""");
        await GitRepository.GitAsync(clone, "add", "--all");
        await GitRepository.GitAsync(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message=Leak");
        File.Delete(Path.Combine(clone, "jobs/leak.json"));

        var refused = await Assert.ThrowsAsync<BuildFailedException>(PushAsync);

        Assert.StartsWith(
            "Nothing was pushed: there seems to be a secret in jobs/leak.json, in a commit that is here alone.",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_lock_that_a_Git_left_is_named()
    {
        Write(clone, ".git/index.lock", "");
        Write(clone, "jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1 }""");
        var other = await repository.CloneAsync("other");
        Write(other, "jobs/theirs.json", """{ "name": "theirs" }""");
        await Folder(other).PushAsync("main", "Theirs", "someone", CancellationToken.None);

        var failed = await Assert.ThrowsAsync<BuildFailedException>(() => Folder(clone).PullAsync(CancellationToken.None));

        Assert.Contains("index.lock is there, which another Git makes while it works.", failed.Message, StringComparison.Ordinal);
    }

    private Task<string> HeadAsync() => File.ReadAllTextAsync(Path.Combine(clone, ".git/refs/heads/main"));

    private Task PushAsync() => Folder(clone).PushAsync("main", "From a test", "someone", CancellationToken.None);

    private static GitFolder Folder(string folder) => new(folder, _ => { });

    private static void Write(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
