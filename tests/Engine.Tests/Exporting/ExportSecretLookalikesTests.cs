using Layercake.Engine.Declarations;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>What only looks like a secret is written, and told.</summary>
public sealed class ExportSecretLookalikesTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("DB_PASSWORD", "hunter2hunter2")]
    [InlineData("DB_PW", "hunter2hunter2")]
    [InlineData("ANY", "Endpoint=sb://x;SharedAccessKey=abc123==")]
    public async Task What_looks_like_a_secret_is_told_without_its_value(string name, string value)
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", $$""" "spark_env_vars": { "{{name}}": "{{value}}" } """));

        var warning = Assert.Single((await workspace.ExportAsync("clusters")).Findings);

        Assert.Equal(("EXP011", Severity.Warning), (warning.Code, warning.Severity));
        Assert.Contains(name, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "spark_env_vars.DB_PASSWORD": { "type": "fixed", "value": "hunter2hunter2" } }""", 1)]
    [InlineData("""{ "spark_conf.db.password": { "type": "allowlist", "values": ["hunter2hunter2"] } }""", 1)]
    [InlineData("""{ "spark_env_vars.NAME": { "type": "fixed", "value": "hunter2hunter2" } }""", 0)]
    public async Task A_rule_of_a_policy_that_looks_like_a_secret_is_told_too(string rules, int told)
    {
        await workspace.Cloud.PostAsync(
            "/api/2.0/policies/clusters/create",
            new JObject { ["name"] = "etl", ["definition"] = rules }
        );

        var findings = (await workspace.ExportAsync("cluster-policies")).Findings;

        Assert.Equal(Enumerable.Repeat("EXP011", told), findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("DB_PASSWORD", "{{secrets/scope/key}}")]
    [InlineData("TOKEN_PROVIDER", "org.apache.hadoop.Tokens")]
    [InlineData("NAME", "hunter2hunter2")]
    public async Task What_names_a_secret_or_is_none_is_not_told(string name, string value)
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", $$""" "spark_env_vars": { "{{name}}": "{{value}}" } """));

        Assert.Empty((await workspace.ExportAsync("clusters")).Findings);
    }
}
