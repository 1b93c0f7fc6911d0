using Layercake.Host.Tests.Support;
using Layercake.Testing;

namespace Layercake.Host.Tests;

/// <summary>The two targets that come before a first deployment, as a user runs them.</summary>
public sealed class InfrastructureTests : IDisposable
{
    private static readonly string[] New =
    [
        "--target=ProvisionInfrastructure",
        "--location=westeurope",
        "--resource-group=rg-new",
        "--workspace-name=adb-new",
        "--vault-name=kv-new",
    ];

    private readonly TempDirectory home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_connection_that_is_ready_is_a_list_of_ticks()
    {
        using var run = await RunAsync("--target=CheckConnection");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains($"Checked local: {run.Lines.Count(line => line.StartsWith("  ✓ ", StringComparison.Ordinal))} passed.", run.Lines);
        Assert.Contains("  ✓ list dashboards: 0 found.", run.Lines);
        Assert.Contains("  ✓ create clusters: an administrator may.", run.Lines);
    }

    [Fact]
    public async Task A_connection_that_is_not_ready_says_what_to_do_and_ends_with_2()
    {
        using var run = await RunAsync("--target=CheckConnection", "--secret-names-client-secret=no-such-secret");

        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith("  ✗ secret no-such-secret: Vault https://127.0.0.1:", StringComparison.Ordinal)
                && line.Contains("holds no secret no-such-secret. Add it", StringComparison.Ordinal)
        );
        Assert.Contains("  - sign-in: skipped: what it needs is missing", run.Lines);
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_dry_run_shows_what_would_be_created_and_creates_nothing_and_the_run_does_it_once()
    {
        for (var i = 0; i < 2; i++)
        {
            using var dry = await RunAsync([.. New, "--dryrun"]);
            Assert.True(dry.ExitCode == 0, dry.Text);
            Assert.Contains("  + create   workspace       adb-new          not in Azure", dry.Lines);
            Assert.Contains("Plan: 7 to create, 0 unchanged.", dry.Lines);
            Assert.DoesNotContain("Provisioned", dry.Text, StringComparison.Ordinal);
        }

        using var run = await RunAsync(New);
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains(run.Lines, line => line.StartsWith("Provisioned rg-new in ", StringComparison.Ordinal));
        Assert.Contains("  az keyvault secret set --vault-name kv-new --name client-secret --file FILE", run.Lines);

        using var again = await RunAsync(New);
        Assert.True(again.ExitCode == 0, again.Text);
        Assert.Contains("Nothing to do: 7 resources are there.", again.Lines);
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_secret_scope_on_the_vault_is_planned_created_once_and_checked()
    {
        string[] args = [.. New, "--secret-scope=kv"];
        using (var dry = await RunAsync([.. args, "--dryrun"]))
        {
            Assert.True(dry.ExitCode == 0, dry.Text);
            Assert.Contains("  + create   secret scope    kv               not in the workspace; shows vault kv-new", dry.Lines);
            Assert.Contains("Plan: 8 to create, 0 unchanged.", dry.Lines);
        }

        using var run = await RunAsync(args);
        Assert.True(run.ExitCode == 0, run.Text);

        using var again = await RunAsync(args);
        Assert.True(again.ExitCode == 0, again.Text);
        Assert.Contains("  = none     secret scope    kv               exists, shows vault kv-new", again.Lines);
        Assert.Contains("Nothing to do: 8 resources are there.", again.Lines);

        using var check = await RunAsync("--target=CheckConnection", "--secret-scope=kv");
        Assert.True(check.ExitCode == 0, check.Text);
        Assert.Contains("  ✓ secret_scope kv: shows vault kv-new; 4 secrets found.", check.Lines);
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_secret_scope_that_shows_another_vault_ends_the_run_before_anything_is_written()
    {
        using var first = await RunAsync([.. New, "--secret-scope=kv"]);
        Assert.True(first.ExitCode == 0, first.Text);

        using var run = await RunAsync([.. New[..^1], "--vault-name=kv-second", "--secret-scope=kv"]);

        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Contains(
            run.Lines,
            line =>
                line.Contains(
                    "error INF004: environment local: The workspace has a secret scope kv already, which shows another vault, "
                        + "/subscriptions/",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("Nothing was written", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_environment_does_not_say_is_a_finding()
    {
        using var run = await RunAsync("--target=ProvisionInfrastructure");

        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Contains(
            "deployment/environments/local.json: error INF001: environment local: It does not say location, which provisioning "
                + "needs. Add it to the file, or give --location=VALUE.",
            run.Lines
        );
    }

    [Fact]
    public async Task With_other_targets_a_dry_run_is_Cakes_own()
    {
        using var run = await RunAsync("--target=ProvisionInfrastructure", "--target=Deploy", "--dryrun");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.DoesNotContain("Azure", run.Text, StringComparison.Ordinal);
        Assert.Contains("ProvisionInfrastructure", run.Text, StringComparison.Ordinal);
    }

    private async Task<HostRun> RunAsync(params string[] args) =>
        await HostRun.Start(home.FullPath, [$"--state={home["cloud"]}", $"--cloud-file={home["no-cloud.json"]}", .. args]).EndAsync();
}
