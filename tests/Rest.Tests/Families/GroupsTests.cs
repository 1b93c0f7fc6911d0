using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Families;

/// <summary>Groups and their members, through the client against the local cloud.</summary>
public sealed class GroupsTests : CloudTests
{
    private GroupsApi Groups => new(Client);

    [Fact]
    public async Task Who_is_added_is_a_member_once_and_until_it_is_removed()
    {
        var me = (string)(await new ScimApi(Client).MeAsync(CancellationToken.None))["id"]!;
        var id = await CreateAsync("etl");

        await Groups.AddMembersAsync(id, [me], CancellationToken.None);
        await Groups.AddMembersAsync(id, [me], CancellationToken.None);
        Assert.Equal(me, (string?)Assert.Single((await Groups.GetAsync(id, CancellationToken.None))["members"]!)["value"]);

        await Groups.RemoveMemberAsync(id, me, CancellationToken.None);
        Assert.Empty((await Groups.GetAsync(id, CancellationToken.None))["members"]!);
    }

    [Fact]
    public async Task A_group_is_found_by_its_name_until_it_is_deleted()
    {
        var id = await CreateAsync("etl");
        Assert.StartsWith("409 ", await RefusalAsync(() => CreateAsync("etl")), StringComparison.Ordinal);
        Assert.Equal([id], await FoundAsync());

        await Groups.DeleteAsync(id, CancellationToken.None);

        Assert.Empty(await FoundAsync());
        Assert.True((await Assert.ThrowsAsync<WorkspaceApiException>(() => Groups.GetAsync(id, CancellationToken.None))).IsMissing);
        Assert.True((await Assert.ThrowsAsync<WorkspaceApiException>(() => Groups.DeleteAsync(id, CancellationToken.None))).IsMissing);
    }

    [Fact]
    public async Task A_group_whose_answer_is_lost_is_made_once()
    {
        await Fixture.AddFaultAsync("""{ "method": "POST", "path": "*/Groups", "action": "drop_after" }""");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => CreateAsync("etl"));

        Assert.True(failure.OutcomeUnknown);
        Assert.Single(await FoundAsync());
    }

    private Task<string> CreateAsync(string name) => Groups.CreateAsync(new JObject { ["displayName"] = name }, CancellationToken.None);

    private async Task<List<string>> FoundAsync() =>
        await Groups.ListAsync("displayName eq \"etl\"", CancellationToken.None).Select(group => (string)group["id"]!).ToListAsync();
}
