using Build;
using Build.CommandLine;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests.CommandLine;

/// <summary>What is said beside a sealed plan must not say otherwise.</summary>
public sealed class SealedPlanOptionsTests
{
    [Theory]
    [InlineData(
        "--plan holds what is deployed, so --select says nothing. Leave it out, or plan again with it.",
        "--plan=x",
        "--select=jobs.a"
    )]
    [InlineData("--plan holds what is deployed, so --var says nothing. Leave it out, or plan again with it.", "--plan=x", "--var=a=b")]
    [InlineData("--plan is applied by --target=Deploy alone, and shown by --target=ShowPlan alone.", "--plan=x", "--target=DeployJobs")]
    [InlineData("--strict-plan is for a plan that is applied. Give the plan too: --plan=FILE.", "--strict-plan")]
    [InlineData("--plan-id says which plan was approved. Give the plan too: --plan=FILE.", "--plan-id=x")]
    [InlineData(
        "--out seals all that Git declares, so nothing may be left out. Correct the errors and leave --skip-errors out.",
        "--target=Plan",
        "--out=x",
        "--skip-errors"
    )]
    [InlineData("--plan-expires is for a plan that is written with --out=FILE.", "--target=Plan", "--plan-expires=24h")]
    [InlineData(
        "--plan-expires=1w is no time. Give minutes, hours or days: 30m, 24h, 7d.",
        "--target=Plan",
        "--out=x",
        "--plan-expires=1w"
    )]
    [InlineData("--output says how a plan is shown. Give the plan too: --plan=FILE.", "--target=ShowPlan", "--output=json")]
    [InlineData(
        "--output=yaml is not known. It may be text or json or markdown or html.",
        "--target=ShowPlan",
        "--plan=x",
        "--output=yaml"
    )]
    [InlineData("--output is for --target=ShowPlan only.", "--plan=x", "--output=json")]
    [InlineData(
        "--output=json prints the plan and writes no report. Leave --report out.",
        "--target=ShowPlan",
        "--plan=x",
        "--output=json",
        "--report=r"
    )]
    [InlineData(
        "--confirm is for what Prune and Destroy delete. For a plan of theirs give the plan too: --plan=FILE.",
        "--target=Deploy",
        "--confirm=dev"
    )]
    [InlineData(
        "--out deletes nothing, so --confirm says nothing to Destroy. Give it to Deploy --plan=FILE.",
        "--target=Destroy",
        "--out=x",
        "--confirm=dev"
    )]
    public void What_does_not_go_together_is_an_error(string error, params string[] words) =>
        Assert.Equal([error], Read(words, new()).Errors);

    [Theory]
    [InlineData("--plan=x", "--plan-id=y", "--strict-plan", "--approved")]
    [InlineData("--plan=x", "--package=p")]
    [InlineData("--target=ShowPlan", "--plan=x", "--package=p")]
    [InlineData("--target=ShowPlan", "--plan=x")]
    [InlineData("--target=ShowPlan", "--plan=x", "--output=html")]
    [InlineData("--target=ShowPlan", "--plan=x", "--output=text", "--report=r")]
    [InlineData("--target=Plan", "--out=x", "--plan-expires=30m")]
    [InlineData("--target=Prune", "--out=x", "--confirm=dev")]
    [InlineData("--target=Destroy", "--out=x", "--force", "--plan-expires=30m")]
    [InlineData("--plan=x", "--confirm=dev")]
    public void What_goes_together_is_none(params string[] words) => Assert.Empty(Read(words, new()).Errors);

    [Fact]
    public void Variables_that_every_step_of_a_pipeline_has_are_no_error_beside_a_plan() =>
        Assert.Empty(Read(["--plan=x"], new() { ["LAYERCAKE_OPTION_VAR"] = "a=b" }).Errors);

    [Fact]
    public void A_plan_needs_no_folder_of_assets() => Assert.Equal(AssetsNeed.None, Read(["--plan=x"], new()).AssetsNeed);

    [Theory]
    [InlineData("30m", 30)]
    [InlineData("24h", 1440)]
    [InlineData("7d", 10080)]
    public void A_time_is_given_in_minutes_hours_or_days(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), PlanDuration.Parse(text));

    private static HostArguments Read(string[] words, Dictionary<string, string> variables) =>
        new CommandLineReader(
            KnownOptions.With(EnvironmentSettings.All),
            TargetTable.In(typeof(Program).Assembly, KindTable.Described),
            variables
        ).Read(words);
}
