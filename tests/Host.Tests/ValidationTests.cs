using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

/// <summary>What is checked without a workspace, what against one, and what is left out because of errors.</summary>
[Trait("Extent", "Whole")]
public sealed class ValidationTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private const string Unsized =
        "{ \"cluster_name\": \"bad\",\n  \"spark_version\": \"16.4.x-scala2.12\", \"node_type_id\": \"Standard_D4ds_v5\" }";

    private const string Needs =
        """
        {
          "name": "needs",
          "tasks": [{
            "task_key": "main",
            "existing_cluster_id": "bad",
            "notebook_task": { "notebook_path": "/Shared/x" }
          }]
        }
        """;

    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Validate_asks_no_network_and_tells_where_and_what()
    {
        var run = await user.WithSmallProject().With("clusters/bad.json", Unsized).RunAsync("--target=Validate");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "clusters/bad.json(1,1): error CLU003: clusters.bad: the cluster has no size. Add num_workers, or autoscale with "
                + "min_workers and max_workers.",
            run.Lines
        );
        Assert.Empty(await user.Cloud.RequestsAsync());
    }

    [Fact]
    public async Task The_rest_is_deployed_when_errors_are_skipped_and_the_exit_code_says_so()
    {
        user.WithSmallProject().With("clusters/bad.json", Unsized).With("jobs/needs.json", Needs);

        var strict = await user.RunAsync();
        Assert.Equal(2, strict.ExitCode);
        Assert.Empty(await user.WritesAsync());

        var run = await user.RunAsync("--skip-errors");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("Left out because of errors: 2 assets.", run.Lines);
        Assert.Contains("  ! clusters.bad: CLU003", run.Lines);
        Assert.Contains("  ! jobs.needs: needs clusters.bad", run.Lines);
        Assert.Contains("2 assets were left out because of errors; see above. All else went well, so the exit code is 4.", run.Lines);
        Assert.Equal(1, await user.CountAsync("/api/2.0/clusters/list", "clusters"));
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    [Fact]
    public async Task Nothing_to_skip_is_as_good_as_ever()
    {
        var run = await user.WithSmallProject().RunAsync("--skip-errors");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("left out because of errors", run.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await user.CountAsync("/api/2.0/clusters/list", "clusters"));
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    [Fact]
    public async Task A_plan_leaves_out_what_refers_to_nothing()
    {
        var run = await user.WithSmallProject().With("jobs/needs.json", Needs).RunAsync("--target=Plan", "--skip-errors");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("  ! jobs.needs: REF001", run.Lines);
        Assert.DoesNotContain("jobs.needs", await File.ReadAllTextAsync(user.PlanFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_environment_ends_the_run_all_the_same()
    {
        var run = await user.WithSmallProject().RunAsync("--skip-errors", "--concurrency=999");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("concurrency", run.Text, StringComparison.Ordinal);
        Assert.Empty(await user.WritesAsync());
    }

    [Fact]
    public async Task Each_asset_is_validated_against_the_workspace()
    {
        await user.WithSmallProject().With("jobs/gone.json", Needs.Replace("needs", "gone").Replace("bad", "etl")).RunAsync();
        File.Delete(Path.Combine(user.Assets, "jobs", "gone.json"));
        user.With("clusters/bad.json", Unsized)
            .With("jobs/needs.json", Needs)
            .With(
                "clusters/etl.json",
                """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 2 }"""
            )
            .With(
                "clusters/new.json",
                """{ "cluster_name": "new", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
            );
        await user.Cloud.ForgetRequestsAsync();

        var run = await user.RunAsync("--target=ValidateOnline");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(await user.WritesAsync());
        Assert.Equal(
            [
                "  = unchanged init-scripts.install.sh  as declared",
                "  ~ changed   clusters.etl             changed in Git",
                "      num_workers: 1 → 2",
                "  + new       clusters.new             not in the workspace",
                "  = unchanged notebooks.load.py        as declared",
                "  = unchanged jobs.nightly             as declared",
                "  - deleted   jobs.gone                no longer in Git; it stays in the workspace",
                "  ! in error  clusters.bad             CLU003",
                "      clusters/bad.json(1,1): error CLU003: the cluster has no size. Add num_workers, or autoscale with "
                    + "min_workers and max_workers.",
                "  ! in error  jobs.needs               needs clusters.bad",
                "Validated 8 assets for local: 1 new, 1 changed, 3 unchanged, 1 deleted, 2 in error.",
            ],
            run.Lines.SkipWhile(line => line != "ValidateOnline")
                .Skip(1)
                .TakeWhile(line => !line.StartsWith("TearDown", StringComparison.Ordinal))
        );
        Assert.Contains("Error: 2 assets would not be deployed because of errors; see above. Nothing was written.", run.Lines);

        var lenient = await user.RunAsync("--target=ValidateOnline", "--skip-errors");

        Assert.Equal(4, lenient.ExitCode);
        Assert.Contains("Validated 8 assets for local: 1 new, 1 changed, 3 unchanged, 1 deleted, 2 in error.", lenient.Lines);
        Assert.Empty(await user.WritesAsync());
    }
}
