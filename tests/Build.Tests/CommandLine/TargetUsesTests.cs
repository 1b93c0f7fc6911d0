using Build;
using Build.CommandLine;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests.CommandLine;

public sealed class TargetUsesTests
{
    private static readonly KnownOptions Options = KnownOptions.With(EnvironmentSettings.All);

    private static readonly TargetTable Targets = TargetTable.In(typeof(Program).Assembly, KindTable.Described);

    [Fact]
    public void Every_target_has_a_row_and_no_row_is_of_another() =>
        Assert.Equal(Targets.Names.Order(StringComparer.Ordinal), Targets.Uses.Targets.Order(StringComparer.Ordinal));

    [Fact]
    public void The_web_page_takes_settings_that_hold_for_several_environments()
    {
        Assert.Empty(Reader().Read(["--target=Web", "--concurrency=3", "--mappings=x.json"]).Errors);
        Assert.Single(Reader().Read(["--target=Web", "--workspace-url=https://adb-1.1.azuredatabricks.net"]).Errors);
    }

    [Fact]
    public void Every_option_of_a_row_exists()
    {
        var named = Targets.Uses.Targets.SelectMany(target => Targets.Uses.Of(target).Options).Concat(TargetUses.Everywhere).Distinct();

        Assert.DoesNotContain(named, name => name != TargetUses.Settings && Options.Find($"--{name}") is null);
    }

    [Fact]
    public void Every_option_says_something_to_some_target() =>
        Assert.Empty(Options.All.Where(option => Targets.Uses.UsersOf(option) is { Count: 0 }).Select(option => option.Name));

    [Theory]
    [InlineData(
        "--name says nothing to --target=DeployJobs. It is for Export…. Choose assets with --select=KIND.NAME.",
        "--target=DeployJobs",
        "--name=x"
    )]
    [InlineData(
        "--select says nothing to --target=Validate. It is for Plan, Deploy…, Prune, Export…. Leave it out.",
        "--target=Validate",
        "--select=jobs.a"
    )]
    [InlineData(
        "--concurrency says nothing to --target=Test. It is for all but Test, LocalCloud, Package, ShowPlan. Leave it out.",
        "--target=Test",
        "--concurrency=3"
    )]
    [InlineData("--scope is for --target=Prune only.", "--scope=all")]
    [InlineData("--with-needed says what a selection takes along. Give --select=KIND.NAME too, or leave it out.", "--with-needed")]
    public void An_option_that_the_targets_do_not_use_is_a_mistake(string error, params string[] words) =>
        Assert.Equal([error], Reader().Read(words).Errors);

    [Theory]
    [InlineData("--target=Validate", "--state=x", "--cloud-file=x", "--plan-file=x", "--report=x", "--no-report", "-v", "quiet")]
    [InlineData("--target=Plan", "--prune=true", "--notebooks-path=/Shared/x")]
    [InlineData("--target=DeployJobs", "--target=Export", "--name=x")]
    [InlineData("--target=Validate", "--name=x", "--help")]
    public void What_one_of_the_targets_uses_is_none(params string[] words) => Assert.Empty(Reader().Read(words).Errors);

    [Fact]
    public void Variables_say_the_same_to_every_step_of_a_pipeline() =>
        Assert.Empty(
            Reader(
                    ("LAYERCAKE_OPTION_TEST_RESULTS", "x.xml"),
                    ("LAYERCAKE_OPTION_SELECT", "jobs.a"),
                    ("LAYERCAKE_OPTION_TARGET", "Validate")
                )
                .Read([])
                .Errors
        );

    [Fact]
    public void Help_says_which_targets_an_option_is_for() =>
        Assert.Contains(
            "Takes along what the selected assets need. [Plan, Deploy…]",
            HelpText.Of(Options, Targets),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_help_is_plain_text()
    {
        var help = HelpText.Of(Options, Targets);

        Assert.DoesNotContain("`", help, StringComparison.Ordinal);
        Assert.DoesNotContain("](", help, StringComparison.Ordinal);
        Assert.Contains("See docs/sign-in.md.", help, StringComparison.Ordinal);
        Assert.Contains("130 stopped with Ctrl-C", help, StringComparison.Ordinal);
    }

    private static CommandLineReader Reader(params (string Name, string Value)[] variables) =>
        new(Options, Targets, variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
