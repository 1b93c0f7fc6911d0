using Layercake.Identity.Workspaces;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>What the workspace makes of a principal that Microsoft Entra has signed in.</summary>
public sealed class SignedInConnectionTests : SignInTests
{
    [Fact]
    public async Task A_principal_whom_the_workspace_does_not_know_is_let_in_as_who_manages_it()
    {
        await Fixture.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = Fixture.Description.ClientId, ["member"] = false }
        );

        var failure = await Assert.ThrowsAsync<NotAdmittedException>(() => WhoAmIAsync(Local));
        Assert.Contains("Either add it to the workspace as a service principal", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Fixture.Description.ClientId, await WhoAmIAsync(Named(Local)));
    }

    [Fact]
    public async Task A_token_that_expired_in_the_middle_costs_one_retry()
    {
        using var connector = Connect(Local);
        var connection = await connector.SignInAsync(await connector.FetchSecretsAsync(CancellationToken.None), CancellationToken.None);
        await MeAsync(connection);
        await Fixture.ForgetRequestsAsync();
        await Fixture.AddFaultAsync(
            """
            {
              "path": "/api/2.0/preview/scim/v2/Me",
              "times": 1,
              "status": 401,
              "body": { "error_code": "UNAUTHENTICATED", "message": "Token expired." }
            }
            """
        );

        Assert.Equal(Fixture.Description.ClientId, await MeAsync(connection));
        Assert.Equal(
            [
                "GET /api/2.0/preview/scim/v2/Me",
                $"POST /{Fixture.Description.TenantId}/oauth2/v2.0/token",
                "GET /api/2.0/preview/scim/v2/Me",
            ],
            (await Fixture.RequestsAsync()).Where(request => !request.Contains("/faults", StringComparison.Ordinal))
        );
    }
}
