namespace Build.CommandLine;

/// <summary>The options that are about plans in files.</summary>
internal static class PlanOptions
{
    /// <summary>The values of <c>--output</c> that print the plan as a document and nothing else.</summary>
    public static readonly string[] Documents = ["json", "markdown", "html"];

    public static readonly KnownOption[] All =
    [
        new()
        {
            Name = "plan-file",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "Where Plan writes the plan. plan.json when left out.",
        },
        new()
        {
            Name = "out",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence =
                "Writes the plan with all that applying it needs, to be approved and then applied by Deploy --plan=FILE. Prune "
                + "and Destroy then delete nothing. See docs/plans.md.",
        },
        new()
        {
            Name = "plan-expires",
            Value = OptionValue.Text,
            Hint = "TIME",
            Sentence = "How long the plan of --out may be applied: 30m, 24h, 7d. Without limit when left out.",
        },
        new()
        {
            Name = "plan",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "Applies the plan that --out wrote, and nothing else; no declaration is read. ShowPlan shows it.",
        },
        new()
        {
            Name = "output",
            Value = OptionValue.Text,
            Hint = "FORM",
            Only = ["text", .. Documents],
            Sentence =
                "How ShowPlan shows the plan: text, or as a document and nothing else: json, markdown, html. text when left out.",
        },
        new()
        {
            Name = "plan-id",
            Value = OptionValue.Text,
            Hint = "ID",
            Sentence =
                "The id of the plan that was approved, as Plan printed it: any other plan is refused. Needed in GitHub Actions and Azure "
                + "Pipelines.",
        },
        new()
        {
            Name = "strict-plan",
            Sentence = "Refuses the plan of --plan too when an object of it was edited in a way that changes nothing of what would happen.",
        },
        new()
        {
            Name = "approved",
            Sentence =
                "In CI: a person has approved what is done here. For the job that waits for reviewers, and for no other. See "
                + "docs/plans.md.",
        },
    ];
}
