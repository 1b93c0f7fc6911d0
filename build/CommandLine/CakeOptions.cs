namespace Build.CommandLine;

/// <summary>The options that Cake Frosting hosts have in common.</summary>
internal static class CakeOptions
{
    public static readonly KnownOption[] All =
    [
        new()
        {
            Name = "description",
            IsCakes = true,
            Aliases = ["--descriptions", "--showdescription", "--showdescriptions"],
            Sentence = "Lists the tasks with a sentence each.",
        },
        new()
        {
            Name = "tree",
            IsCakes = true,
            Aliases = ["--showtree"],
            Sentence = "Shows which task needs which.",
        },
        new()
        {
            Name = "dryrun",
            IsCakes = true,
            Aliases = ["--noop", "--whatif"],
            Sentence =
                "Shows which tasks would run, and runs none; with ProvisionInfrastructure alone, what it would create; with Export "
                + "targets alone, which files they would change.",
        },
        new()
        {
            Name = "exclusive",
            IsCakes = true,
            Aliases = ["-e"],
            Sentence = "Runs the named tasks without those they need.",
        },
        new()
        {
            Name = "verbosity",
            Value = OptionValue.Verbosity,
            Hint = "LEVEL",
            IsCakes = true,
            Aliases = ["-v"],
            Sentence = "quiet, minimal, normal, verbose (a line for each request) or diagnostic (what they carry, secrets blanked).",
        },
        new()
        {
            Name = "working",
            Value = OptionValue.Folder,
            Hint = "DIR",
            IsCakes = true,
            Aliases = ["-w"],
            Sentence = "Cake's working directory. Nothing of ours depends on it.",
        },
        new()
        {
            Name = "no-report",
            IsCakes = true,
            Sentence = "Leaves out the table of times at the end.",
        },
        new()
        {
            Name = "info",
            IsCakes = true,
            Sentence = "Shows Cake's banner and the version.",
        },
        new()
        {
            Name = "version",
            Aliases = ["--ver"],
            Sentence = "Shows the version.",
        },
        new()
        {
            Name = "help",
            Aliases = ["-h"],
            Sentence = "Shows this.",
        },
    ];
}
