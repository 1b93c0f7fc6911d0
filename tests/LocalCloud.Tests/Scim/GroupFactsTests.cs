namespace Layercake.LocalCloud.Tests.Scim;

/// <summary>The confirmed facts about the Groups API that is older than SCIM, as tables. What is unconfirmed is in none of them.</summary>
public sealed class GroupFactsTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Root = "/api/2.0/groups/";
    private const string User = "developer@layercake.example";

    /// <summary>Calls about a group, a member or a membership that is not there.</summary>
    public static TheoryData<string, string> Missing =>
        new()
        {
            { "delete", """{ "group_name": "none" }""" },
            { "add-member", $$"""{ "parent_name": "none", "user_name": "{{User}}" }""" },
            { "add-member", """{ "parent_name": "users", "user_name": "none@layercake.example" }""" },
            { "remove-member", $$"""{ "parent_name": "none", "user_name": "{{User}}" }""" },
        };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task What_is_not_there_is_told(string call, string body)
    {
        var answer = await shared.PostAsync(Root + call, body);

        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", $"{answer.Status} {answer.Code}");
    }

    [Fact]
    public async Task Who_joins_a_group_is_listed_in_it_and_leaves_it_again()
    {
        Assert.Equal("team", (string?)(await shared.PostedAsync(Root + "create", """{ "group_name": "team" }"""))["group_name"]);
        var taken = await shared.PostAsync(Root + "create", """{ "group_name": "team" }""");
        Assert.Equal("400 RESOURCE_ALREADY_EXISTS", $"{taken.Status} {taken.Code}");
        Assert.Contains("team", (await shared.Cloud.GetAsync(Root + "list"))["group_names"]!.Select(name => (string?)name));

        var membership = $$"""{ "parent_name": "team", "user_name": "{{User}}" }""";
        await shared.PostedAsync(Root + "add-member", membership);
        var members = (await shared.Cloud.GetAsync(Root + "list-members?group_name=team"))["members"]!;
        Assert.Equal(User, (string?)Assert.Single(members)["user_name"]);
        var parents = (await shared.Cloud.GetAsync($"{Root}list-parents?user_name={User}"))["group_names"]!;
        Assert.Contains("team", parents.Select(name => (string?)name));

        await shared.PostedAsync(Root + "remove-member", membership);
        var again = await shared.PostAsync(Root + "remove-member", membership);
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", $"{again.Status} {again.Code}");
        Assert.Empty(await shared.Cloud.GetAsync(Root + "list-members?group_name=team"));
        await shared.PostedAsync(Root + "delete", """{ "group_name": "team" }""");
    }
}
