namespace Build.CommandLine;

/// <summary>Finds options that no target of a run uses: the user who wrote them expects that something else happens.</summary>
internal sealed class UnusedOptions(TargetUses uses)
{
    /// <summary>Questions about the host run no target.</summary>
    private static readonly string[] Questions = ["help", "version", "info", "description", "tree"];

    /// <param name="given">What was written on the command line. Variables say the same to every step of a pipeline, whatever its target
    /// is.</param>
    public IEnumerable<string> Errors(IReadOnlyCollection<KnownOption> given, IReadOnlyCollection<string> targets)
    {
        if (given.Any(option => Questions.Contains(option.Name)))
            return [];

        return given
            .Where(option => !targets.Any(target => uses.Uses(target, option)))
            .OrderBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => Error(option, targets));
    }

    private string Error(KnownOption option, IReadOnlyCollection<string> targets)
    {
        if (uses.UsersOf(option) is [var only])
            return $"{option.Spelling} is for --target={only} only.";

        var instead =
            option.ShortFor is { } longer && targets.Any(target => uses.Uses(target, longer))
                ? $" Choose assets with --{longer}=KIND.NAME."
                : " Leave it out.";
        return $"{option.Spelling} says nothing to {string.Join(" or ", targets.Select(target => $"--target={target}"))}. It is for "
            + $"{uses.Shown(option)}.{instead}";
    }
}
