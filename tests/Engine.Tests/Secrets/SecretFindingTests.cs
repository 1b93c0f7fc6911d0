using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Secrets;

/// <summary>What is said when a secret that a declaration names cannot be used.</summary>
public sealed class SecretFindingTests : IAsyncLifetime
{
    private const string Password = "canary-p\"w/+<&'ä>";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Every_secret_that_cannot_be_read_is_a_finding_at_its_place_before_anything_is_written()
    {
        await workspace.Vault.PutAsync("off", "canary-off", """{ "enabled": false }""");
        await workspace.Vault.PutAsync("old", "canary-old", """{ "exp": 1577836800 }""");
        await workspace.Vault.PutAsync("gone", "canary-gone");
        await workspace.Vault.DeleteAsync("gone");
        await workspace.Vault.PutAsync("pinned", "canary-pinned");
        workspace.With(
            "clusters/etl.json",
            """
            {
              "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1,
              "spark_env_vars": {
                "A": "${secret.none}",
                "B": "${secret.off}",
                "C": "${secret.old} ${secret.gone}",
                "D": "${secret.pinned@0123}"
              }
            }
            """
        );

        var findings = (await workspace.FindingsAsync())
            .Select(finding => finding.Replace(workspace.Cloud.Description.Vault, "VAULT", StringComparison.Ordinal))
            .ToList();

        Assert.Collection(
            findings,
            finding =>
                Assert.StartsWith(
                    "clusters/etl.json(4,5): error SEC003: clusters.etl: spark_env_vars.A needs ${secret.none}: Vault VAULT/ holds "
                        + "no secret none. Add it, or correct its name; if it was deleted, recover it with: az keyvault secret recover",
                    finding,
                    StringComparison.Ordinal
                ),
            finding =>
                Assert.Equal(
                    "clusters/etl.json(5,5): error SEC003: clusters.etl: spark_env_vars.B needs ${secret.off}: Secret off of vault "
                        + "VAULT/ is disabled. Enable its current version, or add a new one.",
                    finding
                ),
            finding =>
                Assert.StartsWith(
                    "clusters/etl.json(6,5): error SEC003: clusters.etl: spark_env_vars.C needs ${secret.gone}: Vault VAULT/ holds "
                        + "no secret gone.",
                    finding,
                    StringComparison.Ordinal
                ),
            finding =>
                Assert.StartsWith(
                    "clusters/etl.json(6,5): error SEC003: clusters.etl: spark_env_vars.C needs ${secret.old}: Secret old of vault "
                        + "VAULT/ expired on 2020-01-01",
                    finding,
                    StringComparison.Ordinal
                ),
            finding =>
                Assert.StartsWith(
                    "clusters/etl.json(7,5): error SEC003: clusters.etl: spark_env_vars.D needs ${secret.pinned@0123}: Vault VAULT/ "
                        + "holds no version 0123 of secret pinned.",
                    finding,
                    StringComparison.Ordinal
                )
        );
        Assert.DoesNotContain(findings, finding => finding.Contains("canary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        403,
        """{ "error": { "code": "Forbidden", "message": "no", "innererror": { "code": "ForbiddenByRbac" } } }""",
        "Give the signed-in identity the role Key Vault Secrets User there"
    )]
    [InlineData(
        429,
        """{ "error": { "code": "Throttled", "message": "slow down" } }""",
        "is answering too many requests (429). Run again in a minute."
    )]
    public async Task A_vault_that_refuses_says_what_to_grant_or_to_wait_for(int status, string body, string expected)
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = "/secrets/*",
                ["status"] = status,
                ["body"] = JObject.Parse(body),
                ["times"] = 0,
            }.ToString()
        );

        var finding = Assert.Single(await WithVariables(""" "A": "${secret.db-password}" """).FindingsAsync());

        Assert.Contains("error SEC003: clusters.etl: spark_env_vars.A needs ${secret.db-password}: ", finding, StringComparison.Ordinal);
        Assert.Contains(expected, finding, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_a_secret_is_told_without_asking_anyone()
    {
        WithVariables(
            """
            "A": "${secret.db_password}",
            "B": "${secret.}",
            "C": "${secret.ok@v_1}",
            "D": "${secret.open"
            """
        );
        workspace.With("jobs/x.json", Samples.Job("${secret.name}", compute: """ "existing_cluster_id": "${secret.id}" """));

        Assert.Equal(
            [
                "SEC001 spark_env_vars.A:",
                "SEC001 spark_env_vars.B:",
                "SEC001 spark_env_vars.C:",
                "SEC001 spark_env_vars.D:",
                "SEC002 name",
                "SEC002 tasks[0].existing_cluster_id",
            ],
            workspace.Check().Select(finding => finding.Split("error ")[1].Split(' ')).Select(words => $"{words[0][..^1]} {words[2]}")
        );
    }

    [Fact]
    public void A_secret_in_a_library_is_told_where_people_wrote_it()
    {
        workspace.With(
            "clusters/etl.json",
            Samples.Cluster("etl", """ "libraries": [ { "whl": "/x.whl" }, { "pypi": { "package": "${secret.open" } } ] """)
        );

        Assert.Contains(
            "error CLU009: clusters.etl: libraries[1].pypi.package has a secret",
            Assert.Single(workspace.Check()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Only_a_name_and_a_reference_are_told_to_be_one_and_not_what_has_the_same_text()
    {
        workspace.With(
            "jobs/x.json",
            Samples.Job(
                "$${name}",
                """ "description": "$${name}", "tags": { "a": "$${id}" }, "access_control_list": [] """,
                """ "existing_cluster_id": "$${id}" """
            )
        );

        Assert.Equal(
            ["name is what the jobs are found by", "tasks[0].existing_cluster_id names another asset"],
            workspace.Check().Select(finding => finding.Split("SEC002: jobs.$${name}: ")[1].Split(',')[0])
        );
    }

    [Fact]
    public void A_secret_in_the_name_of_a_field_is_an_error_at_its_line()
    {
        workspace.With(
            "clusters/etl.json",
            """
            {
              "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1,
              "custom_tags": { "$${secret.x}": "a", "${secret.x": "b" },
              "spark_env_vars": {
                "${secret.db-password}": "x",
                "A": "plain"
              }
            }
            """
        );

        Assert.Equal(
            [
                "clusters/etl.json(3,41): error SEC004: clusters.etl: custom_tags['${secret.x']: the name of a field can hold no "
                    + "secret. Put ${secret.…} into a value, or write $${ for the characters ${ themselves.",
                "clusters/etl.json(5,5): error SEC004: clusters.etl: spark_env_vars['${secret.db-password}']: the name of a field "
                    + "can hold no secret. Put ${secret.…} into a value, or write $${ for the characters ${ themselves.",
            ],
            workspace.Check()
        );
    }

    private TestWorkspace WithVariables(string variables) =>
        workspace.With("clusters/etl.json", Samples.Cluster("etl", $$""" "spark_env_vars": { {{variables}} } """));
}
