using Layercake.Pipelines.Tests.Support;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests;

/// <summary>The pipeline files as their hosts read them, and mistakes that must be seen.</summary>
[Collection(nameof(Tools))]
public sealed class CheckTests
{
    private static readonly string Schema = Environment.GetEnvironmentVariable("AZURE_PIPELINES_SCHEMA") ?? "";

    [FactWith("npm")]
    public async Task GitHub_has_nothing_to_say_of_the_workflows_and_the_action() => Assert.Empty(await GitHubAsync(Tools.Repository));

    [FactWith("npm", "$AZURE_PIPELINES_SCHEMA")]
    public async Task Azure_Pipelines_has_nothing_to_say_of_the_pipeline_and_its_templates() =>
        Assert.Empty(await AzureAsync(Tools.Repository));

    [FactWith("npm")]
    public async Task Names_limits_and_pins_are_in_order() => Assert.Empty(await Tools.RunAsync("check-rules.mjs", [Tools.Repository]));

    [FactWith("npm", "shellcheck")]
    public async Task Every_script_passes_shellcheck()
    {
        using var scripts = new TempDirectory();
        await Tools.RunAsync("list-scripts.mjs", [Tools.Repository, scripts.FullPath]);
        var files = Directory.GetFiles(scripts.FullPath);
        Assert.NotEmpty(files);

        string[] own = ["build.sh", ".ci/run", .. Tools.Files(Tools.Repository, ".github/*.sh")];
        var checkedScripts = await Programs.RunAsync("shellcheck", ["--shell=bash", .. own, .. files], Tools.Repository);

        Assert.True(checkedScripts.ExitCode == 0, checkedScripts.Output);
    }

    [TheoryWith("npm")]
    [Trait("Extent", "Whole")]
    [InlineData(".github/workflows/deploy.yml", "runs-on: ubuntu-latest", "runs-om: ubuntu-latest", "runs-om")]
    [InlineData(".github/workflows/deploy.yml", "needs: package", "needs: pakage", "pakage")]
    [InlineData(".github/workflows/deploy.yml", "notebooks-path: ${{", "notebook-path: ${{", "notebook-path")]
    [InlineData(".github/workflows/drift.yml", "cron: 17 3 * * *", "cron: 17 25 * * *", "cron")]
    public async Task GitHub_sees_a_mistake(string file, string text, string mistake, string finding)
    {
        using var copy = new PipelineCopy().With(file, text, mistake);

        Assert.Contains(await GitHubAsync(copy.Root), line => line.Contains(finding, StringComparison.Ordinal));
    }

    [TheoryWith("npm", "$AZURE_PIPELINES_SCHEMA")]
    [Trait("Extent", "Whole")]
    [InlineData("deployment/pipelines/steps.yml", "packageType: sdk, version", "packageTyp: sdk, version", "packageTyp")]
    [InlineData("deployment/pipelines/steps.yml", "task: AzureCLI@2", "task: AzureCIL@2", "AzureCIL")]
    [InlineData("deployment/pipelines/release.yml", "lockBehavior: sequential", "lockBehavior: parallel", "sequential")]
    [InlineData("deployment/pipelines/stage.yml", "runOnce:", "runTwice:", "runTwice")]
    public async Task Azure_Pipelines_sees_a_mistake(string file, string text, string mistake, string finding)
    {
        using var copy = new PipelineCopy().With(file, text, mistake);

        var found = await AzureAsync(copy.Root);

        Assert.NotEmpty(found);
        Assert.Contains(
            found,
            line =>
                line.StartsWith(file, StringComparison.Ordinal)
                && (line.Contains(finding, StringComparison.Ordinal) || line.Contains("Value is not accepted", StringComparison.Ordinal))
        );
    }

    [TheoryWith("npm")]
    [Trait("Extent", "Whole")]
    [InlineData(
        ".github/workflows/stage.yml",
        "${{ inputs.location }}",
        "${{ inputs.region }}",
        "inputs.region is used, and there is no region."
    )]
    [InlineData(
        ".github/workflows/stage.yml",
        "@a98b56852c35b8e3190ac28c8c2271da59106c68",
        "@v4",
        "actions/setup-dotnet@v4 can change under us. Pin it to a commit."
    )]
    [InlineData(
        ".github/workflows/stage.yml",
        "timeout-minutes: 60",
        "continue-on-error: false",
        "it may run for six hours. Add timeout-minutes."
    )]
    [InlineData(
        ".github/workflows/stage.yml",
        "run: exec bash layercake/layercake.sh",
        "run: bash layercake/layercake.sh --env=${{ inputs.environment }}",
        "${{ inputs.environment }} stands in a script. Pass it on with env."
    )]
    [InlineData(
        ".github/workflows/deploy.yml",
        " && contains(fromJSON('[\"success\", \"skipped\"]'), needs.preprod.result)",
        "",
        "job prod: it may start although preprod was cancelled or timed out."
    )]
    [InlineData(
        ".github/workflows/drift.yml",
        "steps.plan.outputs.changes",
        "steps.plans.outputs.changes",
        "steps.plans is used, and there is no plans."
    )]
    [InlineData(
        ".github/workflows/pull-request.yml",
        "target: Validate, environment: local",
        "target: Validate, env: local",
        "action.yml has no input env."
    )]
    [InlineData(
        ".github/workflows/deploy.yml",
        "JOBS: dev preprod prod",
        "JOBS: dev prod",
        "the jobs that deploy are \"dev preprod prod\"."
    )]
    [InlineData(
        ".github/workflows/deploy.yml",
        "options: [all, dev, preprod, prod]",
        "options: [all, dev]",
        "a run by hand offers \"all dev\""
    )]
    [InlineData(".github/workflows/deploy.yml", "environment: preprod\n", "environment: prod\n", "the job preprod deploys prod.")]
    [InlineData(
        ".github/workflows/stage.yml",
        "--plan=plan/release.plan\n",
        "--plan=plan/release.plan --approved\n",
        "job auto: it gives --approved, and no reviewers stand before it."
    )]
    [InlineData(
        ".github/workflows/stage.yml",
        "needs.plan.outputs.needs_approval == 'true'",
        "needs.plan.outputs.may_change != '0'",
        "job apply: it gives --approved for another plan than one that a person has approved."
    )]
    [InlineData(
        ".github/workflows/stage.yml",
        "${{ needs.plan.outputs.id }}",
        "${{ hashFiles('plan/release.plan') }}",
        "job apply: it does not take the plan's id from the job that showed the plan."
    )]
    [InlineData(
        ".github/workflows/stage.yml",
        "needs.plan.outputs.may_change != '0'",
        "needs.plan.outputs.changes != '0'",
        "job auto: it passes over a plan in which only whoever deploys can see what changes."
    )]
    [InlineData(
        "deployment/pipelines/stage.yml",
        "ne(dependencies.plan.outputs['layercake.may_change'], '0')",
        "ne(dependencies.plan.outputs['layercake.changes'], '0')",
        "job dev.approval: it passes over a plan in which only whoever deploys can see what changes."
    )]
    [InlineData(
        "deployment/pipelines/stage.yml",
        "dependsOn: [plan, approval]",
        "dependsOn: plan",
        "job dev.apply: it gives --approved, and no validation stands before it."
    )]
    [InlineData(
        "deployment/pipelines/stage.yml",
        "value: \"$[ dependencies.plan.outputs['layercake.plan_id'] ]\"",
        "value: \"0000\"",
        "job dev.apply: it does not take the plan's id from the job that showed the plan."
    )]
    [InlineData("action.yml", "${{ inputs.assets }}", "${{ inputs.asset }}", "inputs.asset is used, and there is no asset.")]
    [InlineData("azure-pipelines.yml", "${{ parameters.vaultName }}", "${{ parameters.vault }}", "There is no vault in:")]
    [InlineData("deployment/pipelines/release.yml", "vaultName: ${{", "vault: ${{", "stage.yml: vault is no parameter.")]
    [InlineData(
        "deployment/pipelines/release.yml",
        "name: preprod, serviceConnection",
        "name: dev, serviceConnection",
        "the stage dev is there twice."
    )]
    [InlineData(
        "deployment/pipelines/release.yml",
        "$(layercake)/build.sh",
        "$(layercaek)/build.sh",
        "$(layercaek) is used, and nothing sets it."
    )]
    public async Task Our_own_rules_see_what_the_others_pass_over(string file, string text, string mistake, string finding)
    {
        using var copy = new PipelineCopy().With(file, text, mistake);

        Assert.Contains(await Tools.RunAsync("check-rules.mjs", [copy.Root]), line => line.Contains(finding, StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<string>> GitHubAsync(string root) =>
        Tools.RunAsync("check-github.mjs", Tools.Files(root, ".github/workflows/*.yml", "action.yml"), root);

    private static Task<IReadOnlyList<string>> AzureAsync(string root) =>
        Tools.RunAsync("check-azure.mjs", [Schema, .. Tools.Files(root, "deployment/pipelines/*.yml", "azure-pipelines.yml")], root);
}
