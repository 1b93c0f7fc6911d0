using System.Text.RegularExpressions;
using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

/// <summary>A plan goes from one machine to another by its file and its id (X2).</summary>
public sealed partial class SealedPlanTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    private string File => Path.Combine(user.Home, "release.plan");

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_was_approved_is_applied_by_a_step_that_has_no_assets()
    {
        var id = await SealAsync();
        Directory.Delete(user.Assets, recursive: true);

        var shown = await user.RunWithoutAssetsAsync(null, "--target=ShowPlan", $"--plan={File}");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("Plan: 4 to create, 0 unchanged.", shown.Lines);
        Assert.Contains($"Its id: {id}", shown.Lines);

        var refused = await user.RunWithoutAssetsAsync("GITHUB_ACTIONS", $"--plan={File}", $"--plan-id={id}");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("In CI a person has to approve this: approve is not set, so every plan needs a person.", refused.Lines);
        Assert.Contains(refused.Lines, line => line.Contains("error PLN007: environment local: a person has", StringComparison.Ordinal));
        Assert.Equal(0, await user.CountAsync("/api/2.2/jobs/list", "jobs"));

        var applied = await user.RunWithoutAssetsAsync("GITHUB_ACTIONS", $"--plan={File}", $"--plan-id={id}", "--approved");
        Assert.Equal(0, applied.ExitCode);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    [Fact]
    public async Task In_CI_a_plan_without_the_id_of_the_approved_step_and_one_with_another_id_are_refused()
    {
        await SealAsync();
        await user.Cloud.ForgetRequestsAsync();

        var nameless = await user.RunWithoutAssetsAsync("TF_BUILD", $"--plan={File}");
        Assert.Equal(3, nameless.ExitCode);
        Assert.Contains(
            nameless.Lines,
            line => line.Contains("error PLN003: In CI the approved step has to say", StringComparison.Ordinal)
        );

        var other = await user.RunWithoutAssetsAsync(null, $"--plan={File}", $"--plan-id={new string('0', 64)}");
        Assert.Equal(3, other.ExitCode);
        Assert.Contains(other.Lines, line => line.Contains("error PLN003: Its id is", StringComparison.Ordinal));
        Assert.Empty(await user.WritesAsync());
    }

    [Fact]
    public async Task Deletions_that_need_a_person_are_refused_in_CI_and_sealed_without_deleting_and_applied_later()
    {
        user.With("deployment/environments/local.json", """{ "approve": ["delete:*"] }""");
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        System.IO.File.Delete(Path.Combine(user.Assets, "jobs/nightly.json"));

        var refused = await user.RunInCiAsync("TF_BUILD", "--target=Prune");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("In CI a person has to approve this: delete:* (jobs.nightly).", refused.Lines);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));

        // The step that applies has no folder of assets, and so no environment of its own.
        Directory.Delete(Path.Combine(user.Assets, "deployment"), recursive: true);
        var planned = await user.RunInCiAsync("TF_BUILD", "--target=Prune", $"--out={File}");
        Assert.Equal(0, planned.ExitCode);
        Assert.Contains("PLN011", planned.Text, StringComparison.Ordinal);
        Assert.Contains("deploys_as is not set, so only ", planned.Text, StringComparison.Ordinal);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));

        var applied = await user.RunWithoutAssetsAsync(null, $"--plan={File}");
        Assert.Equal(0, applied.ExitCode);
        Assert.Equal(0, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    private async Task<string> SealAsync()
    {
        var planned = await user.RunAsync("--target=Plan", $"--out={File}");
        Assert.Equal(0, planned.ExitCode);
        return Assert.Single(planned.Lines.Select(line => Id().Match(line)), match => match.Success).Groups[1].Value;
    }

    [GeneratedRegex("^Sealed in .*release.plan. Its id: ([0-9a-f]{64})$")]
    private static partial Regex Id();
}
