using System.Text;
using Layercake.LocalCloud.Apis.Repos;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Repos;

/// <summary>The confirmed facts about Git credentials. What is unconfirmed is not here.</summary>
public sealed class GitCredentialFactsTests
{
    private const string Root = "/api/2.0/git-credentials";
    private const string Canary = "canary-9c1f";

    private readonly WorkspaceCalls calls = new(state => new GitCredentialsEndpoints(state));

    /// <summary>Calls about a credential that is not there.</summary>
    public static TheoryData<string> Missing => ["GET", "PATCH", "DELETE"];

    [Fact]
    public void The_token_is_taken_and_neither_answered_nor_kept()
    {
        var made = Create();
        calls.Send(
            "PATCH",
            $"{Root}/{made["credential_id"]}",
            Encoding.UTF8.GetBytes($$"""{ "git_provider": "gitHub", "git_username": "ada-2", "personal_access_token": "{{Canary}}" }""")
        );

        var read = calls.Get($"{Root}/{made["credential_id"]}");

        Assert.Equal("gitHub ada-2", $"{read["git_provider"]} {read["git_username"]}");
        Assert.True(JToken.DeepEquals(read, Assert.Single(calls.Get(Root)["credentials"]!)));
        Assert.DoesNotContain(Canary, $"{made}{read}{calls.State.Snapshot()}", StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_one_for_a_provider()
    {
        Create();

        var refusal = calls.Refusal("POST", Root, """{ "git_provider": "GitHub", "git_username": "bob" }""");

        Assert.Equal(400, refusal.Status);
        Assert.Contains("Only one Git credential is supported", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_credential_that_is_not_there_is_told(string method) =>
        Assert.Equal(404, calls.Refusal(method, $"{Root}/4182736450918273", "{}").Status);

    [Fact]
    public void What_is_deleted_is_gone()
    {
        calls.Send("DELETE", $"{Root}/{Create()["credential_id"]}");

        Assert.Empty(calls.Get(Root));
    }

    private JObject Create() =>
        calls.Post(Root, $$"""{ "git_provider": "gitHub", "git_username": "ada", "personal_access_token": "{{Canary}}" }""");
}
