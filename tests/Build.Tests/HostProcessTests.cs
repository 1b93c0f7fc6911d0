using Build;
using Build.CommandLine;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests;

public sealed class HostProcessTests
{
    [Fact]
    public async Task A_misspelt_option_ends_with_2_and_names_the_nearest_and_all_valid_ones()
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync("--target=Deploy", "--notebook-path=/X");

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("Unknown option --notebook-path. Did you mean --notebooks-path?", errors, StringComparison.Ordinal);
        Assert.Contains("--help lists all options.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_target_ends_with_2_before_the_others_run()
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync("--target=LocalCloud", "--target=Deplyo");

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("Unknown target Deplyo. Did you mean Deploy?", errors, StringComparison.Ordinal);
        Assert.Contains("Targets: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "--target=TASK")]
    [InlineData("--help", "--notebooks-path=VALUE")]
    [InlineData("--version", "0.2.0")]
    [InlineData("--description", "FetchSecrets")]
    [InlineData("--tree", "FetchSecrets")]
    public async Task Questions_about_the_host_are_answered_with_0(string question, string answer)
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync(question);

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains(answer, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_options_it_deploys()
    {
        var (exitCode, output, _) = await HostProcess.RunAsync("--dryrun");

        Assert.Equal(0, exitCode);
        Assert.Contains("Targets are: Deploy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_targets_run_in_the_order_of_a_deployment_and_what_they_share_once()
    {
        var (_, output, _) = await HostProcess.RunAsync("--dryrun", "--target=DeployJobs", "-t", "deployclusters", "--target=StopClusters");

        Assert.Equal(["FetchSecrets", "GetToken", "DeployClusters", "StopClusters", "DeployJobs"], Steps(output));
    }

    [Fact]
    public async Task Testing_notebooks_takes_their_deployment_along_in_a_run_and_in_the_tree()
    {
        var (_, dryRun, _) = await HostProcess.RunAsync("--dryrun", "--target=TestNotebooks");
        var (_, tree, _) = await HostProcess.RunAsync("--tree");

        Assert.Equal(["FetchSecrets", "GetToken", "DeployNotebooks", "TestNotebooks"], Steps(dryRun));
        Assert.Contains("TestNotebooks\n└─DeployNotebooks\n   └─GetToken\n", tree, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_targets_can_be_named_together()
    {
        var targets = TargetTable.In(typeof(Program).Assembly, KindTable.Described).Names.ToList();

        var (exitCode, output, _) = await HostProcess.RunAsync([
            .. targets.AsEnumerable().Reverse().Select(target => $"--target={target}"),
            "--dryrun",
        ]);

        Assert.Equal(0, exitCode);
        Assert.Equal(targets, Steps(output));
    }

    [Fact]
    public async Task Output_that_goes_to_a_file_has_no_escape_codes()
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync("--dryrun", "--verbosity=diagnostic");

        Assert.Equal(0, exitCode);
        Assert.Contains("Targets are: Deploy", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain('\e', errors);
    }

    private static IEnumerable<string> Steps(string dryRun) =>
        dryRun.Split('\n').Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).Select(line => line.Split(". ")[1].Trim());
}
