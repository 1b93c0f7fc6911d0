using System.IO.Compression;
using System.Text;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Runs;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.WebPages;

/// <summary>Runs of the page sign in as the user who asks (<c>deploy_as</c>): two users who are no administrators.</summary>
public sealed class DeployAsUserTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    /// <summary>The workspace does not know it: a run that used it would fail.</summary>
    private const string TokenOfServer = "dapi-of-the-server-that-nobody-takes";

    private const string Unknown = "of-alice-that-the-workspace-does-not-know";
    private const string Environment = "workspace";

    private const string Managed =
        """, "access_control_list": [{ "group_name": "users", "permission_level": "CAN_MANAGE" }]""";

    private readonly StringBuilder shown = new();
    private readonly List<string> given = [Unknown];
    private readonly TempDirectory folder = new();
    private LocalCloudFixture cloud = null!;
    private ServedPage page = null!;
    private UserSignIns users = null!;
    private bool mayGo = true;
    private string alice = null!;
    private string bob = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        Directory.CreateDirectory(folder["assets"]);
        page = Page();
        users = new UserSignIns(
            new DeployAsRules(new Dictionary<string, DeployAs> { ["*"] = DeployAs.User }),
            new UserTokens(page.Redactor, TimeProvider.System),
            TimeProvider.System
        )
        {
            Setup = "Set it up.",
            MayGoTo = _ => mayGo,
            WhereTo = "it is for another one",
        };
        (alice, bob) = (await AddUserAsync(), await AddUserAsync());
    }

    public async Task DisposeAsync()
    {
        await page.DisposeAsync();
        await cloud.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_one_user_made_another_may_not_see_and_nothing_of_it_is_lost()
    {
        Job("nightly", 1, "");
        Job("shared", 1, Managed);
        var approved = await DoneAsync(RunTask.Validate, alice);

        var ofAnother = (await RunAsync(RunTask.Apply, bob, approved)).End;
        Assert.Equal(RunState.Refused, ofAnother.State);
        Assert.Contains(ofAnother.Log, line => line.StartsWith($"error PLN004: The plan is to be applied by {alice}, and {bob} is "));
        await DoneAsync(RunTask.Apply, alice, approved);
        Assert.Equal([("nightly", alice), ("shared", alice)], await CreatorsAsync());

        // One asset that the user may not see stops the plan of all.
        Job("of-bob", 1, "");
        var all = (await RunAsync(RunTask.Validate, bob)).End;
        Assert.Equal((RunState.Failed, null), (all.State, all.PlanId));
        Assert.Contains(all.Log, line => line.StartsWith($"error PLN008: jobs.nightly: {bob} may not see the job "));

        Job("shared", 2, Managed);
        await DoneAsync(RunTask.Apply, bob, await DoneAsync(RunTask.Validate, bob, null, "jobs.of-bob", "jobs.shared"));
        Assert.Equal([("nightly", alice), ("of-bob", bob), ("shared", alice)], await CreatorsAsync());
        var described = await page.DescribeAsync(Environment, As(alice));
        Assert.StartsWith($"{bob}, with a token of their own on ", described.State!.Lease!.Owner, StringComparison.Ordinal);

        File.Delete(folder["assets/jobs/nightly.json"]);
        var left = await DoneAsync(RunTask.FindDeleted, bob);
        Assert.Contains(left.End.Log, line => line.StartsWith("  ! left     jobs.nightly  its job "));
        Assert.Contains("  - delete   jobs.nightly  no longer in Git", (await DoneAsync(RunTask.FindDeleted, alice)).End.Log);
        Assert.Equal(3, (await CreatorsAsync()).Count);
        await AssertNoTokenIsKeptAsync();
    }

    [Fact]
    public async Task A_token_that_is_of_no_use_or_may_not_go_there_is_said_by_the_users_name_and_never_shown()
    {
        Job("nightly", 1, "");
        Assert.NotEmpty((await page.DescribeAsync(Environment)).Problems);
        Assert.Equal(alice, (await page.DescribeAsync(Environment, As(alice))).State!.SignedInAs);

        users.Tokens.Keep(alice, new UserToken(Unknown));
        var refused = (await RunAsync(RunTask.Validate, alice)).End;
        Assert.Equal(RunState.Failed, refused.State);
        Assert.Contains(refused.Log, line => line.Contains($"The workspace refused the token of {alice}: ", StringComparison.Ordinal));

        mayGo = false;
        var elsewhere = Assert.Single((await page.DescribeAsync(Environment, As(bob))).Problems);
        Assert.Contains($"The token of {bob} is not sent to 127.0.0.1: it is for another one.", elsewhere, StringComparison.Ordinal);
        await AssertNoTokenIsKeptAsync();
    }

    [Fact]
    public async Task Secrets_of_the_vault_are_not_read_for_a_user()
    {
        Job("nightly", 1, """, "parameters": [{ "name": "pin", "default": "${secret.db-password}" }]""");

        var refused = (await RunAsync(RunTask.Validate, alice)).End;

        Assert.Equal(RunState.Failed, refused.State);
        Assert.Contains(refused.Log, line => line.Contains("db-password would be read from the vault, and a run as the user who asks "));
    }

    [Fact]
    public async Task A_workspace_is_not_looked_up_in_Azure_for_a_user()
    {
        folder.Write(
            "assets/deployment/environments/prod.json",
            """{ "resource_group": "rg", "workspace_name": "prod", "vault_name": "kv-prod" }"""
        );

        var problem = Assert.Single((await page.DescribeAsync("prod", As(alice))).Problems);

        Assert.Contains("CON004", problem, StringComparison.Ordinal);
        Assert.EndsWith("looks none up in Azure. Set workspace_url.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Git_folder_of_the_workspace_is_pulled_as_the_user()
    {
        await cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Workspace/Shared/team/jobs" });
        await using var inWorkspace = Page(("WORKSPACE_GIT_FOLDER_PATH", "/Workspace/Shared/team"));

        Assert.Equal(RunState.Failed, (await inWorkspace.RunAsync(RunTask.Pull, Environment)).End.State);
        Assert.Equal(RunState.Succeeded, (await inWorkspace.RunAsync(RunTask.Pull, Environment, null, As(alice))).End.State);
    }

    private ServedPage Page(params (string Name, string Value)[] more) =>
        new(
            folder,
            more.Append(("DATABRICKS_HOST", cloud.Description.WorkspaceHttp))
                .Append(("DATABRICKS_TOKEN", TokenOfServer))
                .ToDictionary(variable => variable.Item1, variable => variable.Item2)
        );

    private void Job(string name, int timeout, string more) =>
        folder.Write($"assets/jobs/{name}.json", $$"""{ "name": "{{name}}", "timeout_seconds": {{timeout}}, "tasks": []{{more}} }""");

    private async Task<(string Id, RunSnapshot End)> DoneAsync(
        RunTask task,
        string user,
        (string Id, RunSnapshot End)? planned = null,
        params string[] select
    )
    {
        var run = await RunAsync(task, user, planned, select);
        Assert.True(run.End.State == RunState.Succeeded, string.Join('\n', run.End.Log));
        return run;
    }

    private async Task<(string Id, RunSnapshot End)> RunAsync(
        RunTask task,
        string user,
        (string Id, RunSnapshot End)? planned = null,
        params string[] select
    )
    {
        var run = await page.RunAsync(task, Environment, planned, As(user), select);
        shown.AppendLine(run.End.Failure).AppendJoin('\n', run.End.Log);
        return run;
    }

    private async Task<IReadOnlyList<(string Name, string Creator)>> CreatorsAsync() =>
        [
            .. (await cloud.GetAsync("/api/2.1/jobs/list"))["jobs"]!
                .Select(job => ((string)job["settings"]!["name"]!, (string)job["creator_user_name"]!))
                .Order(),
        ];

    /// <summary>Neither in what was shown nor in any file, those in a sealed plan included.</summary>
    private async Task AssertNoTokenIsKeptAsync()
    {
        await page.EndAsync();
        var files = Directory.GetFiles(folder.FullPath, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files.Where(file => file.EndsWith(".plan", StringComparison.Ordinal)))
        {
            using var plan = ZipFile.OpenRead(file);
            foreach (var entry in plan.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                shown.Append(await reader.ReadToEndAsync());
            }
        }

        var all = string.Concat(files.Select(File.ReadAllText).Append(shown.ToString()));
        foreach (var token in given)
            Assert.DoesNotContain(token, all, StringComparison.Ordinal);
        Assert.Equal("***", page.Redactor.Redact(given[^1]));
    }

    private UserSignIn As(string user) => users.Of(new WebUser(user, RoleRules.All));

    private async Task<string> AddUserAsync()
    {
        var app = (JObject)await cloud.AdminAsync("POST", "/apps", new JObject { ["display_name"] = "user" });
        var id = (string)app["client_id"]!;
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject
            {
                ["client_id"] = id,
                ["groups"] = new JArray("users"),
                ["entitlements"] = new JArray("allow-cluster-create", "workspace-access"),
            }
        );
        var token = await cloud.TokenAsync(Databricks, id, (string)app["client_secret"]!);
        given.Add(token);
        users.Tokens.Keep(id, new UserToken(token));
        return id;
    }
}
