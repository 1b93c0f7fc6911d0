using System.Text.RegularExpressions;

namespace Build.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static partial class HelpText
{
    public static string Of(KnownOptions options, TargetTable targets)
    {
        var ofSettings = targets.Uses.Shown(options.All.First(option => option.Setting is not null));
        return string.Join(
            '\n',
            [
                "./build.sh [--target=TASK] [--env=NAME] [OPTIONS]",
                "",
                "Without options: --target=Deploy --env=local",
                "",
                "Tasks, in the order in which they run:",
                .. Columns(targets.All.Select(target => (target.Name, target.Sentence))),
                "",
                "Options:",
                .. Columns(
                    options
                        .All.Where(option => option.Setting is null)
                        .Select(option => (Usage(option), $"{option.Sentence}{Users(option, targets.Uses)}"))
                ),
                "",
                $"Settings of the environment, overridden for this run "
                    + $"[{ofSettings}]:",
                .. Columns(
                    options
                        .All.Where(option => option.Setting is not null)
                        .Select(option =>
                            (Usage(option), targets.Uses.Shown(option) == ofSettings
                                ? Plain(option.Sentence)
                                : $"{Plain(option.Sentence)}{Users(option, targets.Uses)}")
                        )
                ),
                "",
                "Exit codes: 0 done, 1 something failed, 2 declarations or arguments are wrong, 3 refused, 4 done except for assets "
                    + "that --skip-errors left out, 130 stopped with Ctrl-C, 143 stopped by SIGTERM.",
            ]
        );
    }

    private static string Usage(KnownOption option) =>
        string.Join(
            ", ",
            option
                .Aliases.Where(alias => alias.Length == 2)
                .Prepend(option.Value is OptionValue.None ? option.Spelling : $"{option.Spelling}={option.Hint}")
        );

    /// <summary>The sentences of settings are also those of docs/environments.md.</summary>
    private static string Plain(string markdown) =>
        LinkToPage().Replace(markdown, "docs/${page}").Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<page>[a-z-]+\.md)\]\(\k<page>\)")]
    private static partial Regex LinkToPage();

    private static string Users(KnownOption option, TargetUses uses) => uses.Shown(option) is { } users ? $" [{users}]" : "";

    private static IEnumerable<string> Columns(IEnumerable<(string Left, string Right)> rows)
    {
        var lines = rows.ToList();
        var width = lines.Max(line => line.Left.Length);
        return lines.Select(line => $"  {line.Left.PadRight(width)}  {line.Right}".TrimEnd());
    }
}
