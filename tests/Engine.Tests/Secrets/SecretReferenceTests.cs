using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;

namespace Layercake.Engine.Tests.Secrets;

/// <summary>Where a file names a secret, its value is put in, and what is remembered is the reference.</summary>
public sealed class SecretReferenceTests : SecretTests
{
    [Fact]
    public async Task A_secret_is_put_in_wherever_it_is_named_and_other_braces_are_left_alone()
    {
        await Workspace.Vault.PutAsync("db-user", "canary-user");
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(
                """
                "ONE": "${secret.db-password}",
                "TWO": "jdbc:x;user=${secret.db-user};password=${secret.db-password};",
                "SAME": "$${secret.db-password} $${x}",
                "NOT_OURS": "${not.ours} {{secrets/scope/key}} {{job.start_time.iso_date}} $$ ${}"
                """
            )
            .DeployAsync();

        Assert.Equal(Password, await VariableAsync("ONE"));
        Assert.Equal($"jdbc:x;user=canary-user;password={Password};", await VariableAsync("TWO"));
        Assert.Equal("${secret.db-password} ${x}", await VariableAsync("SAME"));
        Assert.Equal("${not.ours} {{secrets/scope/key}} {{job.start_time.iso_date}} $$ ${}", await VariableAsync("NOT_OURS"));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await WritesOfADeploymentAsync());
    }

    [Fact]
    public async Task What_is_remembered_holds_references_and_versions_and_no_value()
    {
        var version = await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "x=${secret.db-password}" """).DeployAsync();

        var manifest = await ManifestAsync();
        Assert.DoesNotContain("canary", manifest.ToString(Formatting.None), StringComparison.Ordinal);
        var entry = manifest["entries"]!.Single();
        Assert.Equal("x=${secret.db-password}", (string?)entry["declared"]!["spark_env_vars"]!["A"]);
        Assert.Equal($"x=${{local/db-password/{version}}}", (string?)entry["baseline"]!["spark_env_vars"]!["A"]);
        Assert.Equal($"local/db-password/{version}", (string?)entry["secrets"]!["db-password"]);
    }

    [Fact]
    public async Task Each_environment_can_have_a_prefix_of_its_own()
    {
        Workspace.Environment = Workspace.Environment with { SecretPrefix = "dev-" };
        await Workspace.Vault.PutAsync("dev-db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();

        Assert.Equal(Password, await VariableAsync("A"));
    }

    [Fact]
    public async Task Each_secret_is_read_once_and_only_when_what_uses_it_is_deployed()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await Workspace.Vault.PutAsync("db-user", "canary-user");
        WithVariables(""" "A": "${secret.db-password}", "B": "${secret.db-password}", "C": "${secret.db-user}" """);

        await Workspace.Cloud.ForgetRequestsAsync();
        await Workspace.PlanAsync("notebooks");
        Assert.DoesNotContain(await Workspace.Cloud.RequestsAsync(), request => request.Contains("/secrets/", StringComparison.Ordinal));

        await Workspace.PlanAsync("clusters");
        // The first request of a client asks the vault where tokens come from.
        var reads = (await Workspace.Cloud.RequestsAsync())
            .Where(request => request.Contains("/secrets/db-password", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(reads.Count, 1, 2);
    }
}
