using System.Globalization;
using Layercake.Host.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>What is wrong ends with 2, is told with file, line and remedy, and nothing is written.</summary>
public sealed class WrongInputTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task All_that_is_wrong_with_declarations_is_told_at_once_in_the_order_of_the_files()
    {
        user.With("clusters/a-broken.json", "{\n  \"cluster_name\": \"a\",\n  \"num_workers\": ,\n}")
            .With("clusters/b-twice.json", "{\n  \"cluster_name\": \"b\",\n  \"cluster_name\": \"c\"\n}")
            .With("clusters/c-latin1.json", [.. "{ \"cluster_name\": \""u8, 0xE9, .. "\" }"u8])
            .With("clusters/d-nameless.json", "{ \"num_workers\": 1 }")
            .With("clusters/e-empty.json", "{ \"cluster_name\": \" \" }")
            .With("clusters/f-one.json", "{ \"cluster_name\": \"f\", \"policy_id\": \"small\" }")
            .With("clusters/f-two.json", "{ \"cluster_name\": \"f\", \"policy_id\": \"small\" }")
            .With("jobs", "a file where a folder is expected")
            .With("notebooks/large.py", [.. "# Databricks notebook source\n"u8, .. new byte[10 * 1024 * 1024]]);

        var run = await user.RunAsync("--target=Deploy");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            [
                "clusters/a-broken.json(3,18): error JSN001",
                "clusters/b-twice.json(3,3): error JSN002",
                "clusters/c-latin1.json(1,20): error JSN003",
                "clusters/d-nameless.json(1,1): error DEC001",
                "clusters/e-empty.json(1,3): error DEC002",
                "clusters/f-one.json(1,3): error DEC003",
                "clusters/f-two.json(1,3): error DEC003",
                "jobs: error FIL001",
                "notebooks/large.py: error NBK001",
            ],
            run.Lines.Where(line => line.Contains(": error ", StringComparison.Ordinal))
                .Select(line => line[..(line.IndexOf(": error ", StringComparison.Ordinal) + 14)])
        );
        Assert.Contains("Error: 9 errors. Nothing was written.", run.Lines);
        Assert.Empty(await user.Cloud.RequestsAsync());
    }

    [Fact]
    public async Task A_job_that_names_an_unknown_cluster_says_which_are_known()
    {
        user.WithSmallProject()
            .With(
                "jobs/nightly.json",
                "{ \"name\": \"nightly\",\n  \"existing_cluster_id\": \"elt\", \"notebook_task\": { \"notebook_path\": \"/Shared/x\" } }"
            );

        await AssertWrongAsync(
            await user.RunAsync(),
            "jobs/nightly.json(2,26): error REF001: jobs.nightly: existing_cluster_id names the cluster elt, which neither Git nor "
                + "the workspace has. Did you mean etl? Known clusters: etl."
        );
    }

    [Fact]
    public async Task A_wrong_environment_file_is_told_with_its_lines()
    {
        user.With(
            "deployment/environments/test.json",
            "{\n  \"workspace_url\": \"https://w.example\",\n  \"vault_nam\": \"v\",\n  \"concurrency\": 99 }"
        );

        var run = await user.RunAsync("--env=test");

        await AssertWrongAsync(
            run,
            "deployment/environments/test.json(3,3): error ENV002: vault_nam is no setting of an environment. Did you mean vault_name?"
        );
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("deployment/environments/test.json(4,3): error ENV004", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_environment_as_it_came_asks_for_ones_own_subscription() =>
        await AssertWrongAsync(
            await user.RunAsync("--env=prod"),
            ": error ENV007: subscription_id still has the placeholder 00000000-0000-0000-0000-000000000000. Put your own in its place."
        );

    [Fact]
    public async Task A_task_named_without_those_it_needs_signs_in_by_itself()
    {
        var run = await user.RunAsync("--target=DeployJobs", "--exclusive", "--allow-empty");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing to do: nothing is declared.", run.Lines);
    }

    [Theory]
    [InlineData("missing", null, "CON001", "holds no secret missing. Add it, or correct its name")]
    [InlineData("off", """{ "enabled": false }""", "CON001", "Secret off of vault")]
    [InlineData("old", """{ "exp": 1600000000 }""", "CON001", "expired on 2020-09-13")]
    [InlineData("wrong", "{}", "CON002", "The secret comes from wrong in vault")]
    public async Task A_secret_that_does_not_do_is_named_with_its_vault(string name, string? attributes, string code, string says)
    {
        if (attributes is not null)
            await user.PutSecretAsync(
                name,
                new JObject { ["value"] = "not-the-secret-canary", ["attributes"] = JObject.Parse(attributes) }
            );

        var run = await user.WithSmallProject().RunAsync($"--secret-names-client-secret={name}");

        await AssertWrongAsync(run, $"error {code}: environment local: ");
        Assert.Contains(says, run.Text, StringComparison.Ordinal);
        Assert.Contains(user.Cloud.Description.Vault, run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/secrets/*", "CON001", "answered something that could not be read when it was asked for secret ")]
    [InlineData("*/oauth2/v2.0/token", "CON002", "answered something that could not be read when client ")]
    public async Task An_answer_that_cannot_be_read_is_told_with_who_gave_it(string path, string code, string says)
    {
        await user.Cloud.AddFaultAsync($$"""{ "path": "{{path}}", "status": 200, "times": 0, "body": { "page": "of a proxy" } }""");

        var run = await user.WithSmallProject().RunAsync();

        await AssertWrongAsync(run, $"error {code}: environment local: ");
        Assert.Contains(says, run.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Object reference", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_skipped_without_being_opened_and_what_has_the_name_of_a_file_and_is_none_is_an_error()
    {
        if (OperatingSystem.IsWindows())
            return;

        user.WithSmallProject();
        foreach (var file in new[] { "jobs/f.json", "notebooks/f.py", "init-scripts/f.sh" })
            NamedPipe.Create(Path.Combine(user.Assets, file));
        Directory.CreateDirectory(Path.Combine(user.Assets, "jobs/d.json"));

        var run = await user.RunAsync("--target=Deploy");

        await AssertWrongAsync(run, "jobs/d.json: error FIL001: This is a folder, and a file is expected. Rename or remove it.");
        Assert.Contains("jobs/f.json: warning FIL009: This is a named pipe and is not deployed. Remove it.", run.Lines);
        Assert.Contains("notebooks/f.py: warning FIL009: This is a named pipe and is not deployed. Remove it.", run.Lines);
        Assert.Contains("init-scripts/f.sh: warning FIL009: This is a named pipe and is not deployed. Remove it.", run.Lines);
    }

    [Theory]
    [InlineData(401, "CON006", "the workspace refused the token: ")]
    [InlineData(403, "CON007", "Either add it to the workspace as a service principal")]
    public async Task A_workspace_that_does_not_let_the_application_in_is_told_with_what_to_do(int status, string code, string says)
    {
        await user.Cloud.AddFaultAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{ "path": "/api/*", "status": {{status}}, "times": 0 }""")
        );

        var run = await user.WithSmallProject().RunAsync("--verbosity=diagnostic");

        await AssertWrongAsync(run, $"error {code}: environment local: ");
        Assert.Contains(says, run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_reached_is_told_with_its_address() =>
        await AssertWrongAsync(
            await user.WithSmallProject().RunAsync("--workspace-url=http://127.0.0.1:1"),
            "error CON005: environment local: GET http://127.0.0.1:1/api/2.0/workspace/list could not be reached: Connection refused.",
            exitCode: 1
        );

    [Fact]
    public async Task An_empty_folder_is_no_mistake_when_that_is_meant()
    {
        var run = await user.RunAsync("--allow-empty");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing to do: nothing is declared.", run.Lines);
    }

    private async Task AssertWrongAsync(HostRun run, string says, int exitCode = 2)
    {
        Assert.Contains(says, run.Text, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("--->", run.Text, StringComparison.Ordinal);
        Assert.Empty(await user.WritesAsync());
    }
}
