namespace Build.CommandLine;

/// <summary>What may not be said together with a sealed plan, or has to be.</summary>
internal static class SealedPlanOptions
{
    /// <summary>A plan says all this itself. A package beside it is where the host and the environment's file are from.</summary>
    private static readonly string[] SaidByPlan =
    [
        "assets",
        "var",
        "skip-errors",
        "allow-empty",
        "select",
        "with-needed",
        "name",
        "allow-data-loss",
    ];

    /// <param name="written">What was written on the command line. Variables say the same to every step of a pipeline.</param>
    public static IEnumerable<string> Errors(
        IReadOnlyCollection<KnownOption> written,
        IReadOnlyDictionary<KnownOption, string> values,
        IReadOnlyList<string> targets
    )
    {
        if (Has("plan"))
        {
            foreach (var option in written.Where(option => SaidByPlan.Contains(option.Name)).OrderBy(option => option.Name))
                yield return $"--plan holds what is deployed, so {option.Spelling} says nothing. Leave it out, or plan again with it.";
            if (targets is not (["Deploy"] or ["ShowPlan"]))
                yield return "--plan is applied by --target=Deploy alone, and shown by --target=ShowPlan alone.";
        }
        else if (Has("plan-id"))
            yield return "--plan-id says which plan was approved. Give the plan too: --plan=FILE.";

        if (Has("output") && !Has("plan"))
            yield return "--output says how a plan is shown. Give the plan too: --plan=FILE.";
        if (Text("output") is { } form and not "text" && IsWritten("report"))
            yield return $"--output={form} prints the plan and writes no report. Leave --report out.";
        if (Has("strict-plan") && !Has("plan"))
            yield return "--strict-plan is for a plan that is applied. Give the plan too: --plan=FILE.";

        if (IsWritten("confirm") && !Has("plan") && targets.All(target => target.StartsWith("Deploy", StringComparison.Ordinal)))
            yield return "--confirm is for what Prune and Destroy delete. For a plan of theirs give the plan too: --plan=FILE.";
        if (IsWritten("confirm") && Has("out") && targets.Contains("Destroy"))
            yield return "--out deletes nothing, so --confirm says nothing to Destroy. Give it to Deploy --plan=FILE.";

        if (Has("out") && Has("skip-errors"))
            yield return "--out seals all that Git declares, so nothing may be left out. Correct the errors and leave --skip-errors out.";
        if (Has("plan-expires") && !Has("out"))
            yield return "--plan-expires is for a plan that is written with --out=FILE.";
        if (Text("plan-expires") is { } expires && PlanDuration.Parse(expires) is null)
            yield return $"--plan-expires={expires} is no time. Give minutes, hours or days: 30m, 24h, 7d.";

        bool IsWritten(string name) => written.Any(option => option.Name == name);

        bool Has(string name) => Text(name) is not null;

        string? Text(string name) => values.FirstOrDefault(entry => entry.Key.Name == name).Value;
    }
}
