using Build.Running;
using Layercake.Secrecy;

namespace Build.WebPages;

/// <summary>Finds files that look as if they held a secret, before they leave this machine.</summary>
internal static class FileSecrets
{
    /// <summary>A larger file holds data, and is no place where a person keeps a password.</summary>
    public const int LargestScanned = 10 * 1024 * 1024;

    /// <param name="files">As people know them.</param>
    /// <param name="pathOf">The full path of one of them, where there may be no file.</param>
    /// <param name="done">What is not done with them: pushed.</param>
    /// <param name="again">What to do in the end: push.</param>
    /// <exception cref="BuildFailedException">There is one.</exception>
    public static void ThrowIfIn(IEnumerable<string> files, Func<string, string> pathOf, string done, string again)
    {
        var found = files.Where(file => IsIn(pathOf(file))).ToList();
        if (found.Count > 0)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"Nothing was {done}: there seems to be a secret in {string.Join(", ", found)}. Put it into the vault, write "
                    + "${secret.NAME} in its place, and " + again + " again."
            );
    }

    private static bool IsIn(string file) =>
        new FileInfo(file) is { Exists: true, LinkTarget: null, Length: < LargestScanned } && SecretPatterns.IsIn(File.ReadAllText(file));
}
