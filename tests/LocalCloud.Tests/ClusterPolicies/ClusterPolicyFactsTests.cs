using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ClusterPolicies;

/// <summary>The confirmed facts about cluster policies, as tables. What is unconfirmed is in none of them.</summary>
public sealed class ClusterPolicyFactsTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Root = "/api/2.0/policies/clusters";

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly => ["policy_id", "creator_user_name", "created_at_timestamp", "is_default"];

    /// <summary>Fields that an edit sets, the values, and that the next edit without the field takes away.</summary>
    public static TheoryData<string, string> Replaced =>
        new()
        {
            { "description", "\"Small clusters.\"" },
            { "max_clusters_per_user", "3" },
            { "libraries", """[{"pypi":{"package":"requests"}}]""" },
        };

    /// <summary>What an edit must not lack or have.</summary>
    public static TheoryData<string, string> Refused =>
        new()
        {
            { "no name", """{ "definition": "{}" }""" },
            { "no rules", """{ "name": "NAME" }""" },
            { "two kinds of rules", """{ "name": "NAME", "definition": "{}", "policy_family_id": "job-cluster" }""" },
            { "rules that are none", """{ "name": "NAME", "definition": "{ \"a\": 1 }" }""" },
            { "a library of no known type", """{ "name": "NAME", "definition": "{}", "libraries": [{ "wheel": "/a.whl" }] }""" },
        };

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public async Task What_the_service_sets_is_not_taken(string field)
    {
        var id = await CreateAsync(new JObject { [field] = new JObject { ["sent"] = "x" } });

        var value = Text((await GetAsync(id))[field]);
        Assert.NotEqual("", value);
        Assert.DoesNotContain("sent", value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Replaced))]
    public async Task An_edit_replaces_all_that_a_policy_has(string field, string value)
    {
        var id = await CreateAsync();
        await EditAsync(id, new JObject { [field] = JToken.Parse(value) });
        Assert.Equal(value, Text((await GetAsync(id))[field]));

        await EditAsync(id, []);

        Assert.Equal("", Text((await GetAsync(id))[field]));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_edit_needs_a_name_and_one_kind_of_rules(string what, string sent)
    {
        var id = await CreateAsync();
        var body = JObject.Parse(sent.Replace("NAME", what, StringComparison.Ordinal));
        body["policy_id"] = id;

        Assert.Equal(400, (await shared.PostAsync($"{Root}/edit", body.ToString())).Status);
    }

    [Theory]
    [InlineData("""{"num_workers":{"type":"fixed","value":1}}""")]
    [InlineData("{\n  \"num_workers\": { \"value\": 1, \"type\": \"fixed\" }\n}")]
    public async Task Rules_come_back_as_they_were_sent(string rules)
    {
        var id = await CreateAsync(new JObject { ["definition"] = rules });

        Assert.Equal(rules, (string?)(await GetAsync(id))["definition"]);
    }

    [Fact]
    public async Task A_family_of_a_policy_that_came_with_the_workspace_is_not_exchanged()
    {
        var own = (await ListAsync()).First(policy => (bool)policy["is_default"]!);
        var sent = new JObject { ["policy_id"] = own["policy_id"], ["name"] = own["name"], ["definition"] = "{}" };

        Assert.Equal(400, (await shared.PostAsync($"{Root}/edit", sent.ToString())).Status);
        Assert.Equal(own, await GetAsync((string)own["policy_id"]!));
    }

    [Theory]
    [InlineData("GET", "get?policy_id=0123456789ABCDEF", "")]
    [InlineData("POST", "edit", """{ "policy_id": "0123456789ABCDEF", "name": "gone", "definition": "{}" }""")]
    [InlineData("POST", "delete", """{ "policy_id": "0123456789ABCDEF" }""")]
    public async Task A_policy_that_is_not_there_is_told(string method, string call, string body)
    {
        var answer = method == "GET" ? await shared.GetAsync($"{Root}/{call}") : await shared.PostAsync($"{Root}/{call}", body);

        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", $"{answer.Status} {answer.Code}");
    }

    /// <remarks>The code is unconfirmed.</remarks>
    [Fact]
    public async Task A_name_that_is_taken_is_refused_with_words_that_say_so()
    {
        var name = (string)(await GetAsync(await CreateAsync()))["name"]!;

        var answer = await shared.PostAsync($"{Root}/create", new JObject { ["name"] = name, ["definition"] = "{}" }.ToString());

        Assert.Contains("already exists", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_whole_and_has_all_of_each_policy()
    {
        var id = await CreateAsync();

        Assert.Equal(Text(await GetAsync(id)), Text(Assert.Single(await ListAsync(), policy => (string?)policy["policy_id"] == id)));
    }

    [Fact]
    public async Task Use_is_the_only_level_and_the_list_may_be_empty()
    {
        var address = $"/api/2.0/permissions/cluster-policies/{await CreateAsync()}";

        var levels = (await shared.Cloud.GetAsync($"{address}/permissionLevels"))["permission_levels"]!;
        Assert.Equal(["CAN_USE"], levels.Select(level => (string?)level["permission_level"]));

        const string Manage = """{ "access_control_list": [{ "group_name": "users", "permission_level": "CAN_MANAGE" }] }""";
        await Assert.ThrowsAsync<HttpRequestException>(() => shared.Cloud.CallAsync("PUT", address, JObject.Parse(Manage)));
        await shared.Cloud.CallAsync("PUT", address, JObject.Parse(Manage.Replace("CAN_MANAGE", "CAN_USE", StringComparison.Ordinal)));
        await shared.Cloud.CallAsync("PUT", address, JObject.Parse("""{ "access_control_list": [] }"""));
        Assert.DoesNotContain("users", Text((await shared.Cloud.GetAsync(address))["access_control_list"]), StringComparison.Ordinal);
    }

    private async Task<string> CreateAsync(JObject? more = null)
    {
        var sent = new JObject { ["name"] = $"p-{Guid.NewGuid()}", ["definition"] = "{}" };
        sent.Merge(more ?? []);
        return (string)(await shared.PostedAsync($"{Root}/create", sent.ToString()))["policy_id"]!;
    }

    /// <summary>With the name and the rules that it has.</summary>
    private async Task EditAsync(string id, JObject more)
    {
        var policy = await GetAsync(id);
        var sent = new JObject { ["policy_id"] = id, ["name"] = policy["name"], ["definition"] = policy["definition"] };
        sent.Merge(more);
        await shared.PostedAsync($"{Root}/edit", sent.ToString());
    }

    private Task<JObject> GetAsync(string id) => shared.Cloud.GetAsync($"{Root}/get?policy_id={id}");

    private async Task<IEnumerable<JToken>> ListAsync() => (await shared.Cloud.GetAsync($"{Root}/list"))["policies"]!;

    private static string Text(JToken? token) => token?.ToString(Formatting.None) ?? "";
}
