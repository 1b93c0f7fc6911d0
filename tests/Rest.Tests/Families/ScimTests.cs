using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Families;

/// <summary>Users, service principals and groups, through the client against the local cloud.</summary>
public sealed class ScimTests : CloudTests
{
    private const string Root = "/api/2.0/preview/scim/v2/";

    private ScimApi Scim => new(Client);

    [Fact]
    public async Task The_caller_is_among_the_users()
    {
        var me = await Scim.MeAsync(CancellationToken.None);

        var found = Assert.Single(
            await Scim.UsersAsync($"userName eq \"{((string)me["userName"]!).ToUpperInvariant()}\"", CancellationToken.None).ToListAsync()
        );

        Assert.Equal((string?)me["id"], (string?)found["id"]);
    }

    [Fact]
    public async Task Whoever_deploys_is_among_the_service_principals()
    {
        var found = await Scim.ServicePrincipalsAsync($"applicationId eq \"{Fixture.Description.ClientId}\"", CancellationToken.None)
            .ToListAsync();

        Assert.Equal(Fixture.Description.ClientId, (string?)Assert.Single(found)["applicationId"]);
    }

    [Fact]
    public async Task A_list_comes_in_pages_and_past_its_end_is_nothing()
    {
        for (var number = 0; number < 3; number++)
            await AddAsync("Groups", new JObject { ["displayName"] = $"etl-{number}" });

        var second = await PageAsync(3);
        Assert.Equal(["etl-1", "etl-2"], second["Resources"]!.Select(group => (string)group["displayName"]!));
        Assert.Equal("5 3 2", $"{second["totalResults"]} {second["startIndex"]} {second["itemsPerPage"]}");
        Assert.Null((await PageAsync(6))["Resources"]);

        Task<JObject> PageAsync(int start) =>
            Client.SendAsync(
                WorkspaceRequest.Get($"{Root}Groups", ("startIndex", $"{start}"), ("count", "2"), ("sortBy", "displayName")),
                CancellationToken.None
            );
    }

    [Theory]
    [InlineData("displayName co \"ETL\"", "etl-readers,etl-writers")]
    [InlineData("displayName sw \"etl\" and displayName ne \"etl-readers\"", "etl-writers")]
    [InlineData("displayName eq \"etl-readers\" or displayName eq \"admins\"", "admins,etl-readers")]
    [InlineData("displayName eq \"nobody\"", "")]
    public async Task Groups_are_found_by_their_names(string filter, string expected)
    {
        await AddAsync("Groups", new JObject { ["displayName"] = "etl-readers" });
        await AddAsync("Groups", new JObject { ["displayName"] = "etl-writers" });

        var names = await Scim.GroupsAsync(filter, CancellationToken.None).Select(group => (string)group["displayName"]!).ToListAsync();

        Assert.Equal(expected, string.Join(',', names));
    }

    [Theory]
    [InlineData("displayName like \"etl\"")]
    [InlineData("displayName eq")]
    [InlineData("displayName eq \"a\" xor displayName eq \"b\"")]
    public async Task A_filter_that_is_not_understood_is_refused(string filter)
    {
        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(async () =>
            await Scim.GroupsAsync(filter, CancellationToken.None).CountAsync()
        );

        Assert.Equal(400, failure.Status);
        Assert.Contains("invalidFilter", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_joins_a_group_is_shown_in_it_and_leaves_it_again()
    {
        var me = await Scim.MeAsync(CancellationToken.None);
        var group = await AddAsync("Groups", new JObject { ["displayName"] = "etl" });
        var path = $"{Root}Groups/{group["id"]}";

        var joined = await Client.SendAsync(
            WorkspaceRequest.Patch(path, Operation("add", "members", new JArray(new JObject { ["value"] = me["id"] }))),
            CancellationToken.None
        );
        Assert.Equal([(string)me["id"]!], joined["members"]!.Select(member => (string)member["value"]!));
        Assert.Contains("etl", (await Scim.MeAsync(CancellationToken.None))["groups"]!.Select(one => (string?)one["display"]));

        var left = await Client.SendAsync(
            WorkspaceRequest.Patch(path, Operation("remove", $"members[value eq \"{me["id"]}\"]", null)),
            CancellationToken.None
        );
        Assert.Empty(left["members"]!);

        await Client.SendAsync(WorkspaceRequest.Delete(path), CancellationToken.None);
        Assert.Empty(await Scim.GroupsAsync("displayName eq \"etl\"", CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task A_name_is_given_once_and_is_free_again_after_a_delete()
    {
        var body = new JObject { ["userName"] = "lee@contoso.example" };
        var lee = await AddAsync("Users", body);

        Assert.StartsWith("409 ", await RefusalAsync(() => AddAsync("Users", body)), StringComparison.Ordinal);

        await Client.SendAsync(WorkspaceRequest.Delete($"{Root}Users/{lee["id"]}"), CancellationToken.None);
        Assert.Empty(await Scim.UsersAsync("userName eq \"lee@contoso.example\"", CancellationToken.None).ToListAsync());
        Assert.Equal("lee@contoso.example", (string?)(await AddAsync("Users", body))["userName"]);
    }

    [Fact]
    public async Task A_projection_leaves_out_what_was_not_asked_for()
    {
        var with = await Client.SendAsync(WorkspaceRequest.Get($"{Root}Groups", ("attributes", "displayName")), CancellationToken.None);
        var without = await Client.SendAsync(
            WorkspaceRequest.Get($"{Root}Groups", ("excludedAttributes", "members")),
            CancellationToken.None
        );

        Assert.Equal(["schemas", "id", "displayName"], ((JObject)with["Resources"]![0]!).Properties().Select(field => field.Name));
        Assert.Equal(
            ["schemas", "id", "displayName", "meta"],
            ((JObject)without["Resources"]![0]!).Properties().Select(field => field.Name)
        );
    }

    private Task<JObject> AddAsync(string resource, JObject body) =>
        Client.SendAsync(WorkspaceRequest.Post(Root + resource, body, RepeatSafety.Unsafe), CancellationToken.None);

    private static JObject Operation(string op, string path, JToken? value)
    {
        var operation = new JObject { ["op"] = op, ["path"] = path };
        if (value is not null)
            operation["value"] = value;
        return new JObject
        {
            ["schemas"] = new JArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
            ["Operations"] = new JArray(operation),
        };
    }
}
