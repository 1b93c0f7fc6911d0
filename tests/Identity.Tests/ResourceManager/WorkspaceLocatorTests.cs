using System.Net.Sockets;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tests.Support;

namespace Layercake.Identity.Tests.ResourceManager;

public sealed class WorkspaceLocatorTests
{
    [Fact]
    public async Task The_URL_comes_from_the_workspaces_properties()
    {
        var arm = new ScriptedAzure(
            (_, _) =>
                ScriptedAzure.Reply(
                    200,
                    """{ "id": "/subscriptions/s/x", "properties": { "workspaceUrl": "adb-1.2.azuredatabricks.net" } }"""
                )
        );

        var found = await FindAsync(arm);

        Assert.Equal(new WorkspaceLocation(new Uri("https://adb-1.2.azuredatabricks.net"), "/subscriptions/s/x"), found);
        Assert.Equal(
            ["GET https://management.azure.com/subscriptions/s/resourceGroups/r%20g/providers/Microsoft.Databricks/workspaces/w"],
            arm.Requests
        );
    }

    [Theory]
    [InlineData(404, "ResourceGroupNotFound", "Subscription s has no resource group r g. Correct it in the environment file.")]
    [InlineData(
        404,
        "ResourceNotFound",
        "There is no workspace w in resource group r g of subscription s. Correct it in the environment file."
    )]
    [InlineData(
        404,
        "SubscriptionNotFound",
        "There is no subscription s that the deploying application may see. Correct it in the environment file, or give the "
            + "application the role Reader on the workspace."
    )]
    [InlineData(
        403,
        "AuthorizationFailed",
        "The deploying application may not see workspace w in resource group r g of subscription s (AuthorizationFailed). Give it "
            + "the role Reader on the workspace, or write the workspace's URL in the environment file."
    )]
    [InlineData(
        401,
        "InvalidAuthenticationToken",
        "Azure Resource Manager did not accept the token (InvalidAuthenticationToken). Check that the application belongs to the "
            + "subscription's tenant."
    )]
    [InlineData(
        400,
        "Odd",
        "Azure Resource Manager answered 400 Odd when asked for workspace w in resource group r g of subscription s. Run again in a "
            + "few minutes."
    )]
    public async Task A_workspace_that_cannot_be_had_says_what_to_do(int status, string code, string expected)
    {
        var arm = new ScriptedAzure((_, _) => ScriptedAzure.Reply(status, $$"""{ "error": { "code": "{{code}}", "message": "m" } }"""));

        Assert.Equal(expected, (await FailAsync(arm)).Message);
        // A refused token is renewed once.
        Assert.Equal(status == 401 ? 2 : 1, arm.Requests.Count);
    }

    [Fact]
    public async Task A_workspace_that_is_still_being_made_is_not_ready()
    {
        var arm = new ScriptedAzure((_, _) => ScriptedAzure.Reply(200, """{ "properties": { "provisioningState": "Creating" } }"""));

        Assert.Equal(
            "Workspace w in resource group r g has no URL yet (its state is Creating). Run again when it is ready.",
            (await FailAsync(arm)).Message
        );
    }

    [Fact]
    public async Task A_manager_that_cannot_be_reached_is_named()
    {
        var arm = new ScriptedAzure((_, _) => throw new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused)));

        Assert.Equal(
            "Azure Resource Manager could not be reached at https://management.azure.com/: Connection refused. Check the network "
                + "connection and the proxy settings.",
            (await FailAsync(arm)).Message
        );
    }

    private static Task<WorkspaceLookupException> FailAsync(ScriptedAzure arm) =>
        Assert.ThrowsAsync<WorkspaceLookupException>(() => FindAsync(arm));

    private static Task<WorkspaceLocation> FindAsync(ScriptedAzure arm) =>
        new WorkspaceLocator(
            new ResourceManagerClient(arm.Client, AzureCloud.Public, new FixedTokenSource(), TimeProvider.System)
        ).FindAsync("s", "r g", "w", CancellationToken.None);
}
