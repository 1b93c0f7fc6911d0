using Layercake.Engine.Declarations;
using Layercake.Engine.Loading;
using Layercake.Engine.Runs;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Runs;

/// <summary>What people say about runs, and what is wrong with it.</summary>
public sealed class RunInputTests
{
    private static readonly NotebookNames Notebooks = new(
        new[] { "lib/dates", "tests/dates_test.py", "tests/slow/big_test.py", "report.sql" }.Select(name => new Declaration
        {
            Kind = "notebooks",
            Name = name,
            File = $"notebooks/{name}",
            FullPath = name,
            Content = new JObject { ["object_type"] = "NOTEBOOK" },
        })
    );

    private readonly List<Finding> findings = [];

    [Fact]
    public void Parameters_keep_what_stands_after_their_first_equals_sign() =>
        Assert.Equal(
            new Dictionary<string, string> { ["where"] = "a=b", ["empty"] = "" },
            RunParameters.Read(["where=a=b", "empty="], "--parameters", findings)
        );

    [Theory]
    [InlineData(
        "rows",
        "error RUN003: --parameters=rows names no value. Write it as --parameters=NAME=VALUE, one option for each parameter."
    )]
    [InlineData(
        "=5",
        "error RUN003: --parameters==5 names no parameter. Write it as --parameters=NAME=VALUE, one option for each parameter."
    )]
    public void A_parameter_without_name_or_value_is_told(string word, string finding)
    {
        RunParameters.Read([word], "--parameters", findings);

        Assert.Equal(finding, Assert.Single(findings).ToString());
    }

    [Theory]
    [InlineData("tests/dates_test")]
    [InlineData("tests/dates_test.py")]
    [InlineData("./notebooks/tests/dates_test.py")]
    public void A_notebook_is_found_with_and_without_ending_and_folder(string path) =>
        Assert.Equal("tests/dates_test.py", Notebooks.Find(path, findings)!.Name);

    [Fact]
    public void A_misspelt_notebook_is_told_with_the_nearest()
    {
        Assert.Null(Notebooks.Find("tests/date_test", findings));

        Assert.StartsWith(
            "error RUN001: --notebook=tests/date_test: there is no notebook notebooks/tests/date_test. Did you mean tests/dates_test?",
            Assert.Single(findings).ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("tests/**", "tests/dates_test.py tests/slow/big_test.py")]
    [InlineData("tests/*", "tests/dates_test.py")]
    [InlineData("**/*_test", "tests/dates_test.py tests/slow/big_test.py")]
    [InlineData("report.sq?", "report.sql")]
    public void Patterns_choose_notebooks(string pattern, string names) =>
        Assert.Equal(names, string.Join(' ', Notebooks.Matching([pattern], findings).Select(notebook => notebook.Name)));

    [Fact]
    public void A_pattern_that_matches_nothing_is_told()
    {
        Notebooks.Matching(["tests/**", "spec/*"], findings);

        Assert.StartsWith(
            "error RUN007: No notebook matches notebooks/spec/*.",
            Assert.Single(findings).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_job_cluster_is_a_file_as_in_clusters_without_what_only_those_have()
    {
        var cluster = JobClusters.Read(
            """{ "cluster_name": "etl", "autotermination_minutes": 20, "num_workers": 0, "spark_version": "16.4.x-scala2.12" }""",
            path => path,
            [],
            findings
        );

        Assert.Equal("""{"num_workers":0,"spark_version":"16.4.x-scala2.12"}""", cluster!.ToString(Newtonsoft.Json.Formatting.None));
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("nowhere.json", "error RUN006: --job-cluster=nowhere.json: there is no such file.")]
    [InlineData("{ \"num_workers\": }", "--job-cluster(1,18): error JSN001")]
    [InlineData("{ \"init_scripts\": [ \"a.sh\" ] }", "--job-cluster(1,21): error RUN006: init_scripts[0] is a name below init-scripts/")]
    [InlineData(
        "{ \"spark_env_vars\": { \"A\": \"${secret.a}\" } }",
        "--job-cluster(1,28): error RUN006: spark_env_vars.A names a secret of the vault"
    )]
    public void A_job_cluster_that_cannot_be_used_is_told(string text, string finding)
    {
        Assert.Null(JobClusters.Read(text, path => path, [], findings));

        Assert.StartsWith(finding, Assert.Single(findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_this_repository_has_its_init_scripts_in_their_places()
    {
        await using var workspace = await TestWorkspace.StartAsync();
        workspace
            .With("init-scripts/install.sh", "echo\n")
            .With("clusters/etl.json", Samples.Cluster("etl", """ "init_scripts": [ "install.sh" ] """));
        var declared = DeploymentSession.Read(workspace.Environment, new AssetsFolder(workspace.Assets.FullPath));

        var cluster = JobClusters.Read("clusters/etl.json", path => workspace.Assets[path], declared.Declarations, findings);

        Assert.Empty(findings);
        Assert.EndsWith(
            "/Shared/app/init-scripts/install.sh",
            (string?)cluster!.SelectToken("init_scripts[0].workspace.destination"),
            StringComparison.Ordinal
        );
        Assert.Null(cluster["cluster_name"]);
        Assert.NotNull(declared.Declarations.Single(declaration => declaration.Kind == "clusters").Content["cluster_name"]);
    }

    [Fact]
    public void A_job_that_declares_parameters_takes_no_others()
    {
        var job = JObject.Parse("""{"job_id": 1, "settings": {"name": "nightly", "parameters": [{"name": "rows", "default": "1"}]}}""");

        var order = RunOrders.Job(job, new Dictionary<string, string> { ["rows"] = "2", ["row"] = "3" }, findings);

        Assert.Equal("2", (string?)order.Body["job_parameters"]!["rows"]);
        Assert.Equal(
            "error RUN008: --parameters=row=…: the job nightly has no parameter row. Did you mean rows? Its parameters: rows.",
            Assert.Single(findings).ToString()
        );
    }

    [Fact]
    public void A_job_without_parameters_hands_them_to_its_notebooks() =>
        Assert.Equal(
            """{"notebook_params":{"rows":"2"}}""",
            RunOrders
                .Job(
                    JObject.Parse("""{"job_id": 1, "settings": {"name": "n"}}"""),
                    new Dictionary<string, string> { ["rows"] = "2" },
                    findings
                )
                .Body.ToString(Newtonsoft.Json.Formatting.None)
        );

    [Fact]
    public async Task Clusters_and_jobs_are_found_by_name_and_misspelt_ones_told_with_the_nearest()
    {
        await using var workspace = await TestWorkspace.StartAsync();
        var id = (string?)
            (await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("etl"))))["cluster_id"];
        foreach (var name in new[] { "nightly", "twice", "twice" })
            await workspace.Cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = name });
        var targets = new RunTargets(workspace.Client());

        Assert.Equal(id, await targets.FindClusterAsync("etl", findings, CancellationToken.None));
        Assert.Equal("nightly", (string?)(await targets.FindJobAsync("nightly", findings, CancellationToken.None))!["settings"]!["name"]);
        Assert.Empty(findings);
        await targets.FindClusterAsync("elt", findings, CancellationToken.None);
        await targets.FindJobAsync("nightli", findings, CancellationToken.None);
        await targets.FindJobAsync("twice", findings, CancellationToken.None);
        await targets.CheckNotebookAsync("/Shared/nope", findings, CancellationToken.None);

        Assert.Collection(
            findings.Select(finding => finding.ToString()),
            text =>
                Assert.Equal(
                    "error RUN002: --cluster=elt: the workspace has no cluster of that name. Did you mean etl? Known clusters: etl.",
                    text
                ),
            text =>
                Assert.Equal(
                    "error RUN004: --job=nightli: the workspace has no job of that name. Did you mean nightly? Known jobs: nightly, twice.",
                    text
                ),
            text => Assert.StartsWith("error RUN004: --job=twice: the workspace has 2 jobs of that name: ", text, StringComparison.Ordinal),
            text =>
                Assert.Equal(
                    "error RUN001: The workspace has no notebook /Shared/nope. Deploy it first with --target=DeployNotebooks, or "
                        + "correct the path.",
                    text
                )
        );
    }
}
