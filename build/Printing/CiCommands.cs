using System.Text.RegularExpressions;

namespace Build.Printing;

/// <summary>The commands that a CI system reads from what a step prints: how to give one, and how text from elsewhere is kept from being one.</summary>
public abstract partial class CiCommands
{
    /// <summary>The CI system that the host runs in.</summary>
    public static CiCommands Of(Func<string, string?> variable) =>
        IsTrue(variable, "GITHUB_ACTIONS") ? new GitHub() : IsTrue(variable, "TF_BUILD") ? new AzurePipelines() : new None();

    /// <summary>The line that asks to blank this text, which has no line breaks, in all that the run prints; null where nobody listens.</summary>
    public abstract string? Mask(string text);

    /// <summary>The text, of one or more lines, without any command.</summary>
    public abstract string Disarm(string text);

    private sealed partial class GitHub : CiCommands
    {
        public override string Mask(string text) => $"::add-mask::{text.Replace("%", "%25", StringComparison.Ordinal)}";

        // The runner still reads the older form, which may stand anywhere in a line.
        public override string Disarm(string text) => text.Contains("::", StringComparison.Ordinal) || text.Contains("##[", StringComparison.Ordinal)
            ? Older().Replace(Command().Replace(text, "$1: :"), "## [")
            : text;

        /// <summary>After what the runner or a terminal passes over: blanks, colours and characters that have no shape.</summary>
        [GeneratedRegex(@"(?<=^|[\r\n\u0085\u2028\u2029])((?:\s|\p{Cc}|\p{Cf}|\e\[[0-9;?]*[A-Za-z])*)::")]
        private static partial Regex Command();

        [GeneratedRegex(@"##\[")]
        private static partial Regex Older();
    }

    private sealed partial class AzurePipelines : CiCommands
    {
        public override string Mask(string text) => $"##vso[task.setsecret]{text.Replace("%", "%AZP25", StringComparison.Ordinal)}";

        public override string Disarm(string text) => text.Contains("##", StringComparison.Ordinal) ? Command().Replace(text, "## $1[") : text;

        [GeneratedRegex(@"##(vso)?\[", RegexOptions.IgnoreCase)]
        private static partial Regex Command();
    }

    private sealed class None : CiCommands
    {
        public override string? Mask(string text) => null;

        public override string Disarm(string text) => text;
    }

    private static bool IsTrue(Func<string, string?> variable, string name) => string.Equals(variable(name), "true", StringComparison.OrdinalIgnoreCase);
}
