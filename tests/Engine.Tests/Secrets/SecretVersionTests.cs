using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Secrets;

/// <summary>What a new version of a secret changes.</summary>
public sealed class SecretVersionTests : SecretTests
{
    [Fact]
    public async Task A_new_version_is_an_update_that_says_so_and_shows_versions_only()
    {
        var old = await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "x=${secret.db-password}" """).DeployAsync();
        var renewed = await Workspace.Vault.PutAsync("db-password", NewPassword);

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.Equal((ChangeAction.Update, "secret db-password has a new version", false), (change.Action, change.Reason, change.Drift));
        var field = Assert.Single(change.Fields);
        Assert.Equal(($"x=${{local/db-password/{old}}}", $"x=${{local/db-password/{renewed}}}"), ((string?)field.Old, (string?)field.New));

        await Workspace.DeployAsync();
        Assert.Equal($"x={NewPassword}", await VariableAsync("A"));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_new_version_together_with_an_edit_says_both()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        await Workspace.Vault.PutAsync("db-password", NewPassword);

        var change = Assert.Single((await WithVariables(""" "A": "${secret.db-password}", "B": "1" """).PlanAsync()).Changes);

        Assert.Equal("changed in Git, and secret db-password has a new version", change.Reason);
    }

    [Fact]
    public async Task A_new_version_of_the_same_value_writes_nothing_and_is_remembered()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        var version = await Workspace.Vault.PutAsync("db-password", Password);

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        await Workspace.DeployAsync();

        Assert.Equal($"local/db-password/{version}", (string?)(await ManifestAsync())["entries"]!.Single()["secrets"]!["db-password"]);
        Assert.Empty(await WritesOfADeploymentAsync());
    }

    [Fact]
    public async Task A_pinned_version_stays_when_the_secret_gets_another()
    {
        var version = await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables($$""" "A": "${secret.db-password@{{version}}}" """).DeployAsync();
        await Workspace.Vault.PutAsync("db-password", NewPassword);

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.Equal(Password, await VariableAsync("A"));
    }
}
