using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>What somebody changed in the workspace, Git does not declare, and no write takes back.</summary>
public sealed class StayingEditTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.HasPrincipalAsync("bo@contoso.example");
        await workspace.With("jobs/j.json", Job("")).DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = (await workspace.JobAsync("j"))["job_id"],
                ["new_settings"] = JObject.Parse("""{ "run_as": { "user_name": "bo@contoso.example" } }"""),
            }
        );
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_plan_warns_of_it_and_does_not_say_that_it_is_put_back()
    {
        var plan = await workspace.PlanAsync();

        Assert.True(plan.IsEmpty);
        Assert.Equal(
            "jobs/j.json(1,1): warning FLD008: jobs.j: run_as was changed in the workspace and is not declared, and a job keeps the "
                + "identity that it runs as when run_as is left out. Declare the value that it is to have.",
            Assert.Single(await workspace.FindingsAsync())
        );
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task What_else_changes_is_put_back_all_the_same()
    {
        workspace.With("jobs/j.json", Job(""" "description": "new" """));

        Assert.Equal(["description"], Assert.Single((await workspace.PlanAsync()).Changes).Fields.Select(field => field.Path));
    }

    [Fact]
    public async Task Declaring_it_ends_the_warning()
    {
        workspace.With("jobs/j.json", Job(""" "run_as": { "user_name": "bo@contoso.example" } """));

        Assert.Empty(await workspace.FindingsAsync());
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private static string Job(string more) => Samples.Job("j", more, """ "environment_key": "e" """);
}
