using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Layercake.Engine.Tests.Environments;

/// <summary>The command line comes before the file.</summary>
public sealed class EnvironmentOverridesTests : EnvironmentTests
{
    [Theory]
    [InlineData("notebooks_path", "/Shared/x", "/Shared/x")]
    [InlineData("stop_clusters", "False", "False")]
    [InlineData("concurrency", "64", "64")]
    [InlineData("secret_names.client_secret", "other", "other")]
    public void The_command_line_comes_before_the_file(string key, string value, string expected)
    {
        var dev = Load($"{{ {Complete}, \"notebooks_path\": \"/Shared/y\", \"stop_clusters\": true }}", (key, value))!;

        Assert.Empty(Assets.Printed());
        Assert.Contains(
            expected,
            new[] { dev.NotebooksPath, dev.StopClusters.ToString(), $"{dev.Concurrency}", dev.SecretNames.ClientSecret }
        );
    }

    [Fact]
    public void A_URL_on_the_command_line_replaces_the_names_in_the_file()
    {
        var names =
            "\"subscription_id\": \"00000000-0000-0000-0000-000000000000\", \"resource_group\": \"rg\", \"workspace_name\": "
            + "\"adb\", \"vault_name\": \"kv-dev\"";
        var dev = Load($"{{ {names} }}", ("workspace_url", "http://127.0.0.1:5001"), ("vault_url", "https://localhost:5002/"));

        Assert.Empty(Assets.Printed());
        Assert.Equal(("http://127.0.0.1:5001/", null, null), (dev!.WorkspaceUrl!.ToString(), dev.WorkspaceName, dev.SubscriptionId));
        Assert.Equal(new Uri("https://localhost:5002"), dev.Vault);
    }

    [Fact]
    public void Names_on_the_command_line_replace_the_URL_in_the_file()
    {
        var dev = Load($"{{ {Complete} }}", ("resource_group", "rg"), ("workspace_name", "adb"));

        Assert.Empty(Assets.Printed());
        Assert.Equal((null, "rg", "adb"), (dev!.WorkspaceUrl, dev.ResourceGroup, dev.WorkspaceName));
    }

    [Fact]
    public void What_the_command_line_sets_stands_in_no_file() =>
        Assert.Equal(
            new SourceLocation(null, 0, 0),
            Load($"{{ {Complete} }}", ("workspace_url", "https://adb-2.azuredatabricks.net"))!.PlaceOf("workspace_url", "vault_name")
        );

    [Theory]
    [InlineData("notebooks_path", "/")]
    [InlineData("notebooks_path", "Shared/x")]
    [InlineData("notebooks_path", "/Workspace/")]
    [InlineData("notebooks_path", "/Shared//x")]
    [InlineData("notebooks_path", "/Shared/../x")]
    [InlineData("init_scripts_destination", "/init-scripts")]
    [InlineData("init_scripts_destination", "dbfs:/")]
    [InlineData("init_scripts_destination", "/Volumes/main/ops")]
    [InlineData("subscription_id", "dev")]
    [InlineData("concurrency", "0")]
    [InlineData("concurrency", "-3")]
    [InlineData("vault_name", "kv_dev")]
    [InlineData("deployment_name", "a/b")]
    [InlineData("authority_type", "password")]
    [InlineData("workspace_url", "http://adb-1.azuredatabricks.net")]
    [InlineData("workspace_url", "https://adb-1.azuredatabricks.net/?o=1#job/7")]
    [InlineData("workspace_url", "https://me:secret@adb-1.azuredatabricks.net")]
    public void A_wrong_value_on_the_command_line_names_the_option(string key, string value)
    {
        Assert.Null(Load($"{{ {Complete} }}", (key, value)));

        var finding = Assets.Findings.First(finding => finding.Code == "ENV004");
        Assert.Null(finding.File);
        Assert.StartsWith($"--{key.Replace('_', '-')} must ", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notebooks_path", "/Shared/a b/ä")]
    [InlineData("notebooks_path", "/Workspace/Shared/x")]
    [InlineData("init_scripts_destination", "dbfs:/init-scripts")]
    [InlineData("init_scripts_destination", "/Shared/init")]
    [InlineData("init_scripts_destination", "/Volumes/main/ops/init")]
    [InlineData("workspace_url", "https://adb-1.azuredatabricks.net/")]
    public void A_value_of_the_right_form_is_taken(string key, string value)
    {
        Assert.NotNull(Load($"{{ {Complete} }}", (key, value)));
        Assert.Empty(Assets.Printed());
    }

    [Fact]
    public void Options_are_known_by_name_and_by_type()
    {
        Assert.Null(Load($"{{ {Complete} }}", ("notebook_path", "/x"), ("stop_clusters", "maybe")));

        Assert.Equal(
            [
                "error ENV002: notebook_path is no setting of an environment. Did you mean notebooks_path?",
                "error ENV003: --stop-clusters must be true or false, and it is maybe.",
            ],
            Assets.Printed()
        );
    }
}
