using System.Text;
using Layercake.LocalCloud.Apis.GlobalInitScripts;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.GlobalInitScripts;

/// <summary>The confirmed facts about global init scripts, as tables. What is unconfirmed is in none of them.</summary>
public sealed class GlobalInitScriptFactsTests
{
    private const string Root = "/api/2.0/global-init-scripts";

    private static readonly string content = WorkspaceCalls.Encode("#!/bin/bash\n");

    private readonly WorkspaceCalls calls = new(state => new GlobalInitScriptsEndpoints(state, new WorkspaceUsers(state)));

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly => ["script_id", "created_at", "created_by", "updated_at", "updated_by"];

    /// <summary>Of three scripts a, b and c: what position a fourth, d, is made at, and the order then.</summary>
    public static TheoryData<string, string> Places =>
        new()
        {
            { "", "a b c d" },
            { "0", "d a b c" },
            { "1", "a d b c" },
            { "3", "a b c d" },
            { "17", "a b c d" },
        };

    /// <summary>Of three scripts a, b and c: where a is moved, and the order then.</summary>
    public static TheoryData<int, string> Moves =>
        new()
        {
            { 0, "a b c" },
            { 1, "b a c" },
            { 2, "b c a" },
            { 9, "b c a" },
        };

    /// <summary>What a script is refused for.</summary>
    public static TheoryData<string> Refused =>
        [
            """{ "script": "IyE=" }""",
            """{ "name": "a" }""",
            """{ "name": "a/b", "script": "IyE=" }""",
            $$"""{ "name": "{{new string('a', 101)}}", "script": "IyE=" }""",
            """{ "name": "a", "script": "no base64!" }""",
        ];

    /// <summary>Calls about a script that is not there.</summary>
    public static TheoryData<string> Missing => ["GET", "PATCH", "DELETE"];

    [Fact]
    public void A_script_is_disabled_until_it_says_otherwise_and_times_are_milliseconds()
    {
        var script = calls.Get($"{Root}/{Create("a")}");

        Assert.False((bool)script["enabled"]!);
        Assert.Equal(calls.Clock.GetUtcNow().ToUnixTimeMilliseconds(), (long)script["created_at"]!);
        Assert.Equal(WorkspaceCalls.Dana.UserName, (string?)script["created_by"]);
    }

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void What_the_service_sets_is_not_taken(string field)
    {
        var id = (string)calls.Post(Root, $$"""{ "name": "a", "script": "{{content}}", "{{field}}": "sent" }""")["script_id"]!;

        Assert.NotEqual("sent", (string?)calls.Get($"{Root}/{id}")[field]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_script_is_last_or_where_it_says_and_moves_the_others_up(string position, string order)
    {
        foreach (var name in new[] { "a", "b", "c" })
            Create(name);

        Create("d", position.Length == 0 ? "" : $", \"position\": {position}");

        Assert.Equal(order, Order());
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_script_that_is_moved_moves_the_others(int position, string order)
    {
        var id = Create("a");
        Create("b");
        Create("c");

        Send("PATCH", id, $$"""{ "position": {{position}} }""");

        Assert.Equal(order, Order());
    }

    [Fact]
    public void A_change_keeps_what_it_leaves_out_and_the_list_has_no_content()
    {
        var id = Create("a");

        Send("PATCH", id, """{ "enabled": true }""");

        var script = calls.Get($"{Root}/{id}");
        Assert.Equal($"a {content} True", $"{script["name"]} {script["script"]} {script["enabled"]}");
        script.Remove("script");
        Assert.True(JToken.DeepEquals(script, Assert.Single(calls.Get(Root)["scripts"]!)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_script_is_refused(string body) =>
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(calls.Refusal("POST", Root, body)));

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_script_that_is_not_there_is_told(string method) =>
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", WorkspaceCalls.Code(calls.Refusal(method, $"{Root}/0F1E2D3C4B5A6978", "{}")));

    [Fact]
    public void Only_administrators_may_use_them()
    {
        new WorkspaceUsers(calls.State).Put(WorkspaceCalls.Dana.UserName, new WorkspaceUser { Groups = ["users"] });

        Assert.Equal(403, calls.Refusal("GET", Root).Status);
    }

    private string Create(string name, string more = "") =>
        (string)calls.Post(Root, $$"""{ "name": "{{name}}", "script": "{{content}}"{{more}} }""")["script_id"]!;

    private void Send(string method, string id, string body) => calls.Send(method, $"{Root}/{id}", Encoding.UTF8.GetBytes(body));

    private string Order()
    {
        var listed = calls.Get(Root)["scripts"]!.ToList();
        Assert.Equal(Enumerable.Range(0, listed.Count), listed.Select(script => (int)script["position"]!));
        return string.Join(' ', listed.Select(script => script["name"]));
    }
}
