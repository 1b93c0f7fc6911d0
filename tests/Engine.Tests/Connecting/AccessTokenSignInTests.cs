using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Rest;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>A personal access token, and line ends that came with it.</summary>
public sealed class AccessTokenSignInTests : SignInTests
{
    [Fact]
    public async Task A_personal_access_token_from_the_variable_or_the_parameter_file()
    {
        var user = await WhoAmIAsync(
            Local with
            {
                AuthorityType = "pat",
                Given = new GivenSecrets { AccessToken = new GivenSecret(Fixture.Description.Token, "pat_token in params.json") },
            }
        );
        Variables["DATABRICKS_TOKEN"] = Fixture.Description.Token;

        Assert.Equal(user, await WhoAmIAsync(Local with { AuthorityType = "pat" }));
        Assert.Empty(await SecretsReadAsync());
        Variables["DATABRICKS_TOKEN"] = "dapi-wrong";
        Assert.Contains(
            "The workspace refused the personal access token from the variable DATABRICKS_TOKEN: ",
            (await Assert.ThrowsAsync<WorkspaceApiException>(() => WhoAmIAsync(Local with { AuthorityType = "pat" }))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://adb-1.1.azuredatabricks.net")]
    [InlineData("adb-1.1.azuredatabricks.net")]
    public async Task The_token_of_another_workspace_is_not_sent(string host)
    {
        Variables["DATABRICKS_TOKEN"] = Fixture.Description.Token;
        Variables["DATABRICKS_HOST"] = host;

        var refused = await Assert.ThrowsAsync<ConnectionException>(() => WhoAmIAsync(Local with { AuthorityType = "pat" }));

        Assert.StartsWith(
            "DATABRICKS_TOKEN is a token of adb-1.1.azuredatabricks.net, as DATABRICKS_HOST says, and local is at 127.0.0.1, "
                + "which is not given it.",
            refused.Message,
            StringComparison.Ordinal
        );
        Variables["DATABRICKS_HOST"] = "127.0.0.1";
        Assert.NotNull(await WhoAmIAsync(Local with { AuthorityType = "pat" }));
    }

    [Fact]
    public async Task A_line_end_after_a_secret_is_cut_off_and_said_without_the_value()
    {
        Variables["DATABRICKS_TOKEN"] = Fixture.Description.Token + "\r\n";
        using var connector = Connect(Local with { AuthorityType = "pat" });

        var secrets = await connector.FetchSecretsAsync(CancellationToken.None);
        var connection = await connector.SignInAsync(secrets, CancellationToken.None);

        Assert.NotNull(await new Rest.Apis.ScimApi(connection.Client).MeAsync(CancellationToken.None));
        Assert.Equal(["the variable DATABRICKS_TOKEN"], secrets.LineEndsCut);
    }

    [Fact]
    public async Task A_line_end_in_the_middle_of_a_secret_is_said_in_plain_words()
    {
        Variables["DATABRICKS_TOKEN"] = "dapi-canary\n-4711";
        using var connector = Connect(Local with { AuthorityType = "pat" });

        var failure = await Assert.ThrowsAsync<ConnectionException>(() => connector.FetchSecretsAsync(CancellationToken.None));

        Assert.StartsWith(
            "the variable DATABRICKS_TOKEN holds a line end or another control character in its middle",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }
}
