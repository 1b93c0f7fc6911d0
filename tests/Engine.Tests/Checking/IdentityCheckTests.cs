using Layercake.Engine.Checking;

namespace Layercake.Engine.Tests.Checking;

/// <summary>Who is signed in, and what that principal may do.</summary>
public sealed class IdentityCheckTests : ConnectionTests
{
    [Fact]
    public async Task A_stranger_is_told_both_ways_in_and_does_not_become_a_user_by_being_checked()
    {
        Environment = Environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = Fixture.Description.ResourceGroup,
            WorkspaceName = Fixture.Description.WorkspaceName,
        };
        await ChangeUserAsync("""{ "member": false }""");

        foreach (var _ in new[] { 1, 2 })
        {
            var identity = await OneAsync("identity");

            Assert.Equal(CheckStatus.Failed, identity.Status);
            Assert.Contains(
                "Either add it to the workspace (Settings, Identity and access), or give it the role Contributor on /subscriptions/",
                identity.Remedy,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Who_may_not_create_clusters_is_told_what_to_grant()
    {
        await ChangeUserAsync("""{ "groups": ["users"], "entitlements": ["workspace-access"] }""");

        var check = await OneAsync("create clusters");

        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.Contains("entitlement Unrestricted cluster creation", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_group_may_have_is_not_known()
    {
        await ChangeUserAsync("""{ "groups": ["users", "deployers"], "entitlements": [] }""");

        Assert.Equal(CheckStatus.Unknown, (await OneAsync("create clusters")).Status);
    }
}
