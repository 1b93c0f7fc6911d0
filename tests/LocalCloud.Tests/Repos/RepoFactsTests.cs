using System.Text;
using Layercake.LocalCloud.Apis.Repos;
using Layercake.LocalCloud.Apis.Workspace;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Repos;

/// <summary>The confirmed facts about Git folders, as tables. What is unconfirmed is in none of them.</summary>
public sealed class RepoFactsTests
{
    private const string Root = "/api/2.0/repos";
    private const string Url = "https://github.com/contoso/assets.git";

    private readonly WorkspaceCalls calls = new((_, tree) => [new ReposEndpoints(tree), new WorkspaceEndpoints(tree)]);

    /// <summary>What is sent for a provider, and how it is answered.</summary>
    public static TheoryData<string, string> Providers =>
        new()
        {
            { "gitHub", "gitHub" },
            { "GITHUB", "gitHub" },
            { "azuredevopsservices", "azureDevOpsServices" },
        };

    /// <summary>What a new folder is refused for.</summary>
    public static TheoryData<string, string> Refused =>
        new()
        {
            { """{ "url": "https://example.org/r", "provider": "cvs", "path": "/Shared/a" }""", "400 INVALID_PARAMETER_VALUE" },
            { """{ "url": "https://example.org/r", "provider": "gitLab", "path": "/Repos/r" }""", "400 INVALID_PARAMETER_VALUE" },
            { """{ "url": "https://example.org/r", "provider": "gitLab", "path": "/Repos/a/b/r" }""", "400 INVALID_PARAMETER_VALUE" },
            { """{ "url": "https://example.org/r", "provider": "gitLab", "path": "/Shared/none/r" }""", "404 RESOURCE_DOES_NOT_EXIST" },
            { """{ "url": "https://example.org/r", "provider": "gitLab", "path": "/Shared/taken" }""", "400 RESOURCE_ALREADY_EXISTS" },
        };

    /// <summary>Calls about a folder that is not there.</summary>
    public static TheoryData<string> Missing => ["GET", "PATCH", "DELETE"];

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_provider_may_be_in_any_case(string sent, string answered) =>
        Assert.Equal(answered, (string?)Create("/Shared/team", sent)["provider"]);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_a_Git_folder_is_refused(string body, string code)
    {
        Create("/Shared/taken");

        Assert.Equal(code, WorkspaceCalls.Code(calls.Refusal("POST", Root, body)));
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_Git_folder_that_is_not_there_is_told(string method) =>
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", WorkspaceCalls.Code(calls.Refusal(method, $"{Root}/4182736450918273", "{}")));

    [Fact]
    public void The_tree_of_the_workspace_shows_it_with_its_id_and_takes_content_in_it()
    {
        var folder = Create("/Shared/team");

        calls.Post("/api/2.0/workspace/mkdirs", """{ "path": "/Shared/team/jobs" }""");
        calls.Post("/api/2.0/workspace/import", """{ "path": "/Shared/team/jobs/a.json", "format": "AUTO", "content": "e30=" }""");

        var status = calls.Get("/api/2.0/workspace/get-status?path=/Shared/team");
        Assert.Equal("REPO", (string?)status["object_type"]);
        Assert.Equal((long)folder["id"]!, (long)status["object_id"]!);
        Assert.Equal(["/Shared/team/jobs"], Paths("/Shared/team"));
        Assert.Equal(["/Shared/team/jobs/a.json"], Paths("/Shared/team/jobs"));
    }

    [Fact]
    public void On_a_tag_there_is_no_branch_and_another_branch_has_another_commit()
    {
        var folder = Create("/Shared/team");
        Assert.Matches("^[0-9a-f]{40}$", (string?)folder["head_commit_id"]);

        var tagged = Updated(folder, """{ "tag": "v1" }""");
        var branched = Updated(folder, """{ "branch": "release" }""");

        Assert.Null(tagged["branch"]);
        Assert.Equal("release", (string?)branched["branch"]);
        Assert.Equal(
            3,
            new[] { folder, tagged, branched }.Select(one => (string?)one["head_commit_id"]).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Fact]
    public void Only_one_of_branch_and_tag_can_be_given_and_patterns_only_where_there_were_some()
    {
        var whole = Create("/Shared/team");
        var sparse = Create("/Shared/part", more: """, "sparse_checkout": { "patterns": ["jobs"] }""");

        Refuses(whole, """{ "branch": "a", "tag": "b" }""");
        Refuses(whole, """{ "sparse_checkout": { "patterns": ["jobs"] } }""");

        var changed = Updated(sparse, """{ "sparse_checkout": { "patterns": ["clusters"] } }""");
        Assert.Equal("clusters", (string?)changed.SelectToken("sparse_checkout.patterns[0]"));
    }

    [Fact]
    public void The_list_is_cut_after_twenty_and_goes_on_with_its_token()
    {
        for (var number = 0; number < 21; number++)
            Create($"/Shared/r{number}");
        Create($"/Users/{WorkspaceCalls.Dana.UserName}/r");

        var first = calls.Get($"{Root}?path_prefix=/Shared/");
        var second = calls.Get($"{Root}?path_prefix=/Shared/&next_page_token={first["next_page_token"]}");

        Assert.Equal(20, first["repos"]!.Count());
        Assert.Single(second["repos"]!);
        Assert.Null(second["next_page_token"]);
    }

    [Fact]
    public void What_is_in_it_is_deleted_with_it()
    {
        var folder = Create("/Shared/team");
        calls.Post("/api/2.0/workspace/mkdirs", """{ "path": "/Shared/team/jobs" }""");

        calls.Send("DELETE", $"{Root}/{folder["id"]}");

        Assert.Empty(calls.Get("/api/2.0/workspace/list?path=/Shared"));
        Assert.Empty(calls.Get(Root));
    }

    private JObject Create(string path, string provider = "gitHub", string more = "") =>
        calls.Post(Root, $$"""{ "url": "{{Url}}", "provider": "{{provider}}", "path": "{{path}}"{{more}} }""");

    private JObject Updated(JObject folder, string body)
    {
        calls.Send("PATCH", $"{Root}/{folder["id"]}", Encoding.UTF8.GetBytes(body));
        return calls.Get($"{Root}/{folder["id"]}");
    }

    private void Refuses(JObject folder, string body) =>
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(calls.Refusal("PATCH", $"{Root}/{folder["id"]}", body)));

    private IEnumerable<string?> Paths(string folder) =>
        calls.Get($"/api/2.0/workspace/list?path={folder}")["objects"]!.Select(entry => (string?)entry["path"]);
}
