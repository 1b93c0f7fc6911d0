using Build.CommandLine;
using Build.Running;

namespace Build.Git;

/// <summary>The clone that a server makes of a repository, once, and finds again when it starts the next time.</summary>
internal sealed class AssetsClone(CloneAddress address, string folder)
{
    /// <summary>For each command that goes to the remote: the clone's own settings are on disk, where no password belongs.</summary>
    public GitSignIn? SignIn { get; } = address.Full is { } full ? new GitSignIn(address.Plain, full) : null;

    /// <param name="branch">Null for that of the remote's HEAD.</param>
    /// <returns>Whether it was cloned now.</returns>
    /// <exception cref="BuildFailedException">Git refused, or the folder is a clone of something else.</exception>
    public async Task<bool> EnsureAsync(string? branch, CancellationToken ct)
    {
        if (Directory.Exists(folder))
        {
            await ThrowIfOtherAsync(ct);
            return false;
        }

        // What was ended in the middle is not taken for a clone.
        var part = $"{folder}.part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        var parent = Directory.CreateDirectory(Path.GetDirectoryName(folder)!).FullName;
        string[] ofBranch = branch is null ? [] : [$"--branch={branch}"];
        var answer =
            await GitCommand.RunAsync(
                parent,
                ["clone", "--quiet", "--template=", "--no-recurse-submodules", .. ofBranch, "--", address.Plain, part],
                new GitUse { SignIn = SignIn },
                ct
            ) ?? throw new BuildFailedException(ExitCodes.Failed, "There is no git on the PATH. Install it.");
        if (!answer.Succeeded)
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"{address.Plain} was not cloned. Git refused: {answer.Reason} Mend --clone or --clone-branch, or what "
                    + "Git signs in with."
            );

        Directory.Move(part, folder);
        return true;
    }

    private async Task ThrowIfOtherAsync(CancellationToken ct)
    {
        // Not remote get-url, which puts the password back in. The folder may lie in another clone, whose origin does not count.
        var isClone = Path.Exists(Path.Combine(folder, ".git"));
        var origin = isClone ? await GitCommand.RunAsync(folder, ["config", "--local", "--get", "remote.origin.url"], ct) : null;
        if (origin?.Output.Trim('\n') != address.Plain)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"{folder} is no clone of {address.Plain}. Give another folder with --state=DIR, or push what it holds and remove it."
            );
    }
}
