using System.Text;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Identity.Workspaces;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Workspaces;

public sealed class WorkspaceCredentialTests
{
    private static readonly Uri Workspace = new("https://adb-1.7.azuredatabricks.net");

    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_personal_access_token_that_was_refused_has_no_successor()
    {
        var token = new PersonalAccessToken("dapi-canary", "the variable DATABRICKS_TOKEN");

        Assert.Equal("dapi-canary", await token.GetAsync(renew: false, CancellationToken.None));
        var failure = await Assert.ThrowsAsync<SignInException>(() => token.GetAsync(renew: true, CancellationToken.None).AsTask());
        Assert.StartsWith(
            "The workspace refused the personal access token from the variable DATABRICKS_TOKEN: ",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspaces_own_secret_is_exchanged_for_a_token_that_is_kept()
    {
        var sent = "";
        var number = 0;
        var workspace = new ScriptedAzure(
            (request, body) =>
            {
                sent =
                    $"{request.RequestUri} "
                    + $"{Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!))} {body}";
                return ScriptedAzure.Reply(200, $$"""{ "access_token": "t{{++number}}", "token_type": "Bearer", "expires_in": "3600" }""");
            }
        );
        var tokens = OAuth(workspace);

        Assert.Equal("t1", await tokens.GetAsync(renew: false, CancellationToken.None));
        Assert.Equal("https://adb-1.7.azuredatabricks.net/oidc/v1/token c1:canary grant_type=client_credentials&scope=all-apis", sent);
        Assert.Equal("t1", await tokens.GetAsync(renew: false, CancellationToken.None));
        clock.Advance(TimeSpan.FromMinutes(56));
        Assert.Equal("t2", await tokens.GetAsync(renew: false, CancellationToken.None));
        Assert.Equal("t3", await tokens.GetAsync(renew: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_workspace_secret_says_that_it_is_not_the_one_of_Entra()
    {
        var tokens = OAuth(
            new ScriptedAzure(
                (_, _) =>
                    ScriptedAzure.Reply(
                        401,
                        """{ "error": "invalid_client", "error_description": "Client authentication failed for canary" }"""
                    )
            )
        );

        var failure = await Assert.ThrowsAsync<SignInException>(() => tokens.GetAsync(renew: false, CancellationToken.None).AsTask());

        Assert.Equal(
            "The workspace refused service principal c1 (invalid_client): Client authentication failed for ***. The OAuth secret "
                + "comes from vault; "
                + "it is made in Databricks and is another than the application's secret in Entra. Check client_id, and put a current "
                + "secret there.",
            failure.Message
        );
    }

    private WorkspaceOAuthTokens OAuth(ScriptedAzure workspace) => new(Workspace, "c1", "canary", "vault", workspace.Client, clock);
}
