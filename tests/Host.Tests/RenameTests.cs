using Layercake.Host.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

public sealed class RenameTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_job_is_moved_and_its_object_is_not_adopted_for_another_asset()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        var job = Path.Combine(user.Assets, "jobs/nightly.json");
        user.With("jobs/nightly.json", (await File.ReadAllTextAsync(job)).Replace("\"nightly\"", "\"daily\"", StringComparison.Ordinal))
            .With("deployment/moved.json", """{ "moved": [{ "from": "jobs.nightly", "to": "jobs.daily" }] }""");

        var planned = await user.RunAsync("--target=Plan");
        Assert.Contains(planned.Lines, line => line.StartsWith("  → moved    jobs.daily ", StringComparison.Ordinal));
        var changes = JObject.Parse(await File.ReadAllTextAsync(user.PlanFile))["changes"]!;
        Assert.Equal("jobs.nightly", (string?)changes.Single(change => (string?)change["asset"] == "jobs.daily")["moved_from"]);
        Assert.Contains("  → moved     jobs.daily", (await user.RunAsync()).Lines);

        var id = (string)(await user.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]![0]!["job_id"]!;
        user.With("jobs/other.json", $$"""{ "name": "other", "tasks": [{ "task_key": "a", "run_job_task": { "job_id": {{id}} } }] }""");
        var adopted = await user.RunAsync("--target=Adopt", "--asset=jobs.other", $"--id={id}");
        Assert.Equal(3, adopted.ExitCode);
        Assert.Contains(
            adopted.Lines,
            line => line.StartsWith($"error MAN003: {id} is the object of jobs.daily", StringComparison.Ordinal)
        );

        var made = await user.Cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "by hand" });
        adopted = await user.RunAsync("--target=Adopt", "--asset=jobs.other", $"--id={made["job_id"]}");
        Assert.Equal(0, adopted.ExitCode);
        Assert.Contains(
            adopted.Lines,
            line => line.StartsWith($"Adopted {made["job_id"]} as jobs.other: local remembers that", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_given_up_is_told_with_what_finds_it_again()
    {
        var scope = """{ "name": "app", "acls": [{ "principal": "users", "permission": "READ" }] }""";
        Assert.Equal(0, (await user.With("secret-scopes/app.json", scope).RunAsync()).ExitCode);

        Assert.Contains(
            "Forgot secret-acls.app: it stays in local as it is. If Git declares it, the next deployment compares it anew.",
            (await user.RunAsync("--target=Forget", "--asset=secret-acls.app")).Lines
        );
        Assert.Contains(
            "Forgot secret-scopes.app: its object, if it is still there, stays in local as it is. If Git declares it, the next deployment "
                + "finds it by its name or its place and adopts it.",
            (await user.RunAsync("--target=Forget", "--asset=secret-scopes.app")).Lines
        );
    }
}
