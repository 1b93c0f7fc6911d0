using Layercake.Engine.Tests.References;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>What a declaration leads to, and neither Git nor the workspace has, is told before a run fails for it.</summary>
public sealed class AbsentPlacesTests : ReferenceTests
{
    private const string Status = "GET /api/2.0/workspace/get-status?path=";

    [Theory]
    [InlineData("/Proj/load.py")]
    [InlineData("/Shared/app/notebooks/Proj/load.py")]
    [InlineData("/Workspace/Shared/other/Proj/load")]
    public async Task A_path_that_nothing_has_is_a_warning_with_the_file_of_git_that_it_looks_like(string path)
    {
        Workspace.With("notebooks/Proj/load.py", Samples.Notebook());

        Assert.Equal(
            [
                $"jobs/j.json(1,86): warning REF008: jobs.j: tasks[0].notebook_task.notebook_path is {path}, which neither Git nor the "
                    + "workspace has. Git has notebooks/Proj/load.py: write Proj/load.py, and the place of that file is sent.",
            ],
            await FindingsAsync($$""" "notebook_task": { "notebook_path": "{{path}}" } """)
        );
    }

    [Fact]
    public async Task What_the_workspace_or_git_has_is_no_finding_with_the_root_in_front_or_not()
    {
        Workspace.With("notebooks/load.py", Samples.Notebook());

        foreach (var path in new[] { "/Shared/x", "/Workspace/Shared/x", "/Shared/app/notebooks/load" })
            Assert.Empty(await FindingsAsync($$""" "notebook_task": { "notebook_path": "{{path}}" } """));
    }

    [Theory]
    [InlineData("notebook_task", "notebook_path", "/Shared/y.py", "a file, and a notebook")]
    [InlineData("notebook_task", "notebook_path", "/Shared", "a folder, and a notebook")]
    [InlineData("spark_python_task", "python_file", "/Shared/z.py", "a notebook, and a file")]
    public async Task What_the_workspace_has_must_be_what_the_field_needs(string task, string field, string path, string types)
    {
        await Workspace.HasFileAsync("/Shared/y.py", "print(1)");
        await Workspace.HasFileAsync("/Shared/z.py", "print(1)", "SOURCE", "PYTHON");

        Assert.Contains(
            $"warning REF008: jobs.j: tasks[0].{task}.{field} is {path}, where the workspace has {types} is needed. Correct the path.",
            Assert.Single(await FindingsAsync($$""" "environment_key": "e", "{{task}}": { "{{field}}": "{{path}}" } """))
        );
    }

    [Theory]
    [InlineData("notebook_task", "notebook_path", "laod", "Git has notebooks/load.py: write load.py, and the place of that file is sent.")]
    [InlineData(
        "spark_python_task",
        "python_file",
        "load.py",
        "Git has notebooks/load.py, and a file is needed. Name one, or make that file one."
    )]
    public async Task A_path_below_our_own_folder_is_told_from_what_git_has_there(string task, string field, string name, string says)
    {
        Workspace.With("notebooks/load.py", Samples.Notebook());

        var findings = await FindingsAsync(
            $$""" "{{task}}": { "{{field}}": "/Workspace/Shared/app/notebooks/{{name}}" }, "existing_cluster_id": "c" """
        );

        Assert.Contains(findings, finding => finding.EndsWith(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_scripts_and_libraries_are_looked_for_too_and_other_stores_are_not()
    {
        Workspace.With(
            "clusters/c.json",
            Samples.Cluster("c", """ "init_scripts": [ { "workspace": { "destination": "/Shared/a.sh" } } ] """)
        );

        var findings = await FindingsAsync(
            """
            "existing_cluster_id": "c",
            "spark_python_task": { "python_file": "dbfs:/a.py" },
            "libraries": [
              { "whl": "/Volumes/a/b/c/app-1-py3-none-any.whl" },
              { "jar": "/dbfs/a.jar" },
              { "whl": "/Workspace/Shared/app-1-py3-none-any.whl" }
            ]
            """
        );

        Assert.Equal(2, findings.Count);
        Assert.Contains("clusters.c: init_scripts[0] is /Shared/a.sh, which neither Git nor the workspace has.", findings[0]);
        Assert.Contains("jobs.j: tasks[0].libraries[2].whl is /Workspace/Shared/app-1-py3-none-any.whl, which neither", findings[1]);
    }

    [Fact]
    public async Task The_workspace_is_asked_for_each_such_path_once_and_only_for_what_is_written()
    {
        foreach (var name in new[] { "a", "b" })
            Workspace.With($"jobs/{name}.json", Task(name, """ "notebook_task": { "notebook_path": "/Shared/x" } """));
        Workspace
            .With("notebooks/load.py", Samples.Notebook())
            .With("jobs/c.json", Task("c", """ "notebook_task": { "notebook_path": "load" } """));

        Assert.Equal([$"{Status}%2FShared%2Fx"], await AskedAsync());
        await Workspace.DeployAsync();
        Assert.Empty(await AskedAsync());
    }

    [Fact]
    public async Task Where_the_workspace_does_not_tell_nothing_is_said()
    {
        await Workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET", "path": "/api/2.0/workspace/get-status", "status": 403, "times": 0,
              "body": { "error_code": "PERMISSION_DENIED", "message": "No." }
            }
            """
        );
        await Workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET", "path": "/api/2.0/secrets/scopes/list", "status": 403, "times": 0,
              "body": { "error_code": "PERMISSION_DENIED", "message": "No." }
            }
            """
        );
        Workspace.With("clusters/c.json", Cluster("{{secrets/gone/a}}"));

        Assert.Empty(await FindingsAsync(""" "notebook_task": { "notebook_path": "/Users/a@b.example/x" } """));
    }

    [Fact]
    public async Task A_secret_scope_that_nothing_has_is_a_warning_and_scopes_are_listed_once()
    {
        await Workspace.Cloud.PostAsync("/api/2.0/secrets/scopes/create", new JObject { ["scope"] = "platform" });
        Workspace.With("clusters/c.json", Cluster("{{secrets/platfrom/a}}", "{{secrets/platform/a}}", "{{secrets/declared/a}}"));
        Workspace.With("secret-scopes/s.json", """{ "name": "declared" }""");
        Workspace.With("jobs/j.json", Samples.Job("j", compute: $""" "new_cluster": {Cluster("{{secrets/delcared/a}}")} """));

        Assert.Equal(
            [
                "clusters/c.json(1,136): warning REF009: clusters.c: spark_env_vars.V0 reads from the secret scope platfrom, which neither "
                    + "Git nor the workspace has. Did you mean platform? Correct the name, or declare the scope in secret-scopes/.",
                "jobs/j.json(1,200): warning REF009: jobs.j: tasks[0].new_cluster.spark_env_vars.V0 reads from the secret scope delcared, "
                    + "which neither Git nor the workspace has. Did you mean declared? Correct the name, or declare the scope in "
                    + "secret-scopes/.",
            ],
            await Workspace.FindingsAsync()
        );
    }

    [Fact]
    public async Task Scopes_are_not_listed_where_git_declares_all_that_are_named()
    {
        Workspace.With("clusters/c.json", Cluster("plain"));

        await Workspace.Cloud.ForgetRequestsAsync();
        await Workspace.PlanAsync();

        var requests = await Workspace.Cloud.RequestsAsync();
        Assert.DoesNotContain(requests, request => request.Contains("secrets/scopes", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> AskedAsync()
    {
        await Workspace.Cloud.ForgetRequestsAsync();
        await Workspace.PlanAsync();
        return
        [
            .. (await Workspace.Cloud.RequestsAsync()).Where(request =>
                request.StartsWith(Status, StringComparison.Ordinal) && !request.Contains("notebooks", StringComparison.Ordinal)
            ),
        ];
    }

    private static string Cluster(params string[] variables) =>
        Samples.Cluster(
            "c",
            $$""" "spark_env_vars": { {{string.Join(", ", variables.Select((value, at) => $"\"V{at}\": \"{value}\""))}} } """
        );
}
