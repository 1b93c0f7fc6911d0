using Layercake.Identity.Tokens;

namespace Layercake.Engine.Tests.Connecting;

public sealed class ManagedIdentitySignInTests : SignInTests
{
    [Fact]
    public async Task The_machines_managed_identity_and_a_user_assigned_one()
    {
        Variables["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = Fixture.Description.Imds;

        await WhoAmIAsync(Local with { AuthorityType = "msi", ClientId = null });
        Assert.Equal(
            Fixture.Description.ManagedIdentityClientId,
            await WhoAmIAsync(Local with { AuthorityType = "msi", ClientId = Fixture.Description.ManagedIdentityClientId })
        );
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(Local with { AuthorityType = "msi" }));

        Assert.StartsWith(
            $"This machine has no managed identity with client id {Local.ClientId}: Identity not found. Assign it ",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_managed_identity_in_App_Service()
    {
        Variables["IDENTITY_ENDPOINT"] = Fixture.Description.IdentityEndpoint;
        Variables["IDENTITY_HEADER"] = Fixture.Description.IdentityHeader;

        Assert.Equal(
            Fixture.Description.ManagedIdentityClientId,
            await WhoAmIAsync(Local with { AuthorityType = "msi", ClientId = Fixture.Description.ManagedIdentityClientId })
        );
        Variables["IDENTITY_HEADER"] = "wrong";
        Assert.Contains(
            "Check IDENTITY_HEADER",
            (await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(Local with { AuthorityType = "msi" }))).Message,
            StringComparison.Ordinal
        );
    }
}
