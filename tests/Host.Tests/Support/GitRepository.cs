using System.Diagnostics;
using Layercake.Testing;

namespace Layercake.Host.Tests.Support;

/// <summary>A real Git repository in a temporary folder, and clones of it.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TempDirectory folder = new();

    /// <summary>One commit with what the folder holds.</summary>
    public static async Task<GitRepository> CreateAsync(string content)
    {
        var repository = new GitRepository();
        await GitAsync(content, "init", "--quiet", "--initial-branch=main");
        await GitAsync(content, "add", "--all");
        await GitAsync(content, "-c", "user.name=Someone", "-c", "user.email=someone@example.com", "commit", "--quiet", "--message=Start");
        await GitAsync(content, "clone", "--quiet", "--bare", content, repository.folder["origin"]);
        return repository;
    }

    public async Task<string> CloneAsync(string name)
    {
        await GitAsync(folder.FullPath, "clone", "--quiet", folder["origin"], folder[name]);
        return folder[name];
    }

    public void Dispose() => folder.Dispose();

    public static async Task GitAsync(string directory, params string[] args)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", args)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', args)}: {errors}");
    }
}
