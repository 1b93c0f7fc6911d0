using Layercake.Host.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>Templates, overlays, variables, prefix and tags, from the command line to the workspace.</summary>
public sealed class ShapingTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task One_template_and_an_environment_make_the_jobs_of_that_environment()
    {
        using var repository = await GitRepository.CreateAsync(Project().Assets);
        var clone = await repository.CloneAsync("clone");
        var branch = File.ReadAllText(Path.Combine(clone, ".git", "HEAD")).Trim()["ref: refs/heads/".Length..];

        using var first = user.StartIn(clone, "--var=runs=3");
        Assert.Equal(0, (await first.EndAsync()).ExitCode);

        var job = (JObject)
            Assert.Single((await user.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true&name=pr-nightly"))["jobs"]!)["settings"]!;
        Assert.Equal(
            (3, "PAUSED", branch),
            ((int)job["max_concurrent_runs"]!, (string?)job["schedule"]!["pause_status"], (string?)job["tags"]!["branch"])
        );
        Assert.Equal("pr-etl", (string?)Assert.Single((await user.Cloud.GetAsync("/api/2.1/clusters/list"))["clusters"]!)["cluster_name"]);

        using var second = user.StartIn(clone, "--var=runs=3");
        Assert.Contains("Nothing to do: 2 assets are as declared.", (await second.EndAsync()).Lines);

        using var changed = user.StartIn(clone, "--target=Plan");
        await changed.EndAsync();
        Assert.Contains("  ~ update   jobs.pr-nightly  changed in Git", changed.Lines);
        Assert.Contains("      max_concurrent_runs: 3 → 1", changed.Lines);
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_the_file_that_holds_it_and_nothing_is_written()
    {
        Project().With("jobs/weekly.json", "{ \"template\": \"standard\",\n  \"name\": \"weekly\", \"crom\": \"0 0 2 * * ?\" }");

        var run = await user.RunAsync("--var=runs=many", "--var=rnus=2");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "error VAR004: --var=runs=…: runs is a number (deployment/environments/local.json line 2), and the value given is none. "
                + "Give it as JSON has it.",
            run.Lines
        );

        run = await user.RunAsync("--var=rnus=2");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "jobs/templates/standard.json(2,66): error TPL002: jobs.weekly: {{job.cron}} has no value. Did you mean crom? Add cron "
                + "to the definition, or write \\{{job.cron}} for the braces themselves. The definition is jobs/weekly.json.",
            run.Lines
        );
        Assert.Empty(await user.WritesAsync());

        run = await user.RunAsync("--var=runs", "--var=a=1", "--var=a=2");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--var=runs has no name and value: --var=NAME=VALUE.", run.Lines);
        Assert.Contains("--var=a=… is given twice. Give it once.", run.Lines);
    }

    private User Project() =>
        user.With(
                "deployment/environments/local.json",
                """
                {
                  "variables": { "runs": 1 },
                  "overlays": { "jobs/*": { "schedule": { "pause_status": "PAUSED" } } },
                  "name_prefix": "pr-",
                  "asset_tags": { "branch": "${git.branch}" }
                }
                """
            )
            .With(
                "clusters/etl.json",
                """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
            )
            .With(
                "jobs/templates/standard.json",
                "{ \"name\": \"{{job.name}}\", \"max_concurrent_runs\": \"${var.runs}\",\n  \"schedule\": { \"timezone_id\": "
                    + "\"UTC\", \"quartz_cron_expression\": \"{{job.cron}}\" },\n  \"tasks\": [ { \"task_key\": \"main\", "
                    + "\"existing_cluster_id\": \"etl\", \"notebook_task\": { \"notebook_path\": \"/Shared/load\" } } ] }"
            )
            .With("jobs/nightly.json", """{ "template": "standard", "name": "nightly", "cron": "0 0 2 * * ?" }""");
}
