using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;

namespace Layercake.Identity.Tests.Tokens;

public sealed class GitHubOidcTests
{
    private readonly Dictionary<string, string> variables = new()
    {
        ["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://actions.example/token?api-version=2.0",
        ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "canary",
    };

    [Fact]
    public async Task A_job_asks_for_a_statement_to_Azure()
    {
        var asked = "";
        var github = new ScriptedAzure(
            (request, _) =>
            {
                asked = $"{request.RequestUri!.AbsoluteUri} {request.Headers.Authorization}";
                return ScriptedAzure.Reply(200, """{ "value": "statement" }""");
            }
        );

        Assert.Equal("statement", await Oidc(github).FetchAsync(CancellationToken.None));
        Assert.Equal("https://actions.example/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange Bearer canary", asked);
    }

    [Theory]
    [InlineData(
        401,
        "{}",
        "GitHub Actions gave no token for this job: it answered 401. Give the job \"permissions: id-token: write\" in its workflow."
    )]
    [InlineData(200, "{}", "GitHub Actions gave no token for this job: its answer has no value. Run the job again.")]
    public async Task A_refusal_says_what_the_workflow_lacks(int status, string body, string expected) =>
        Assert.Equal(expected, (await FailAsync(new ScriptedAzure((_, _) => ScriptedAzure.Reply(status, body)))).Message);

    [Fact]
    public async Task Elsewhere_it_says_that_this_is_no_job()
    {
        variables.Clear();

        Assert.StartsWith(
            "This is no job of GitHub Actions that may ask for a token: ",
            (await FailAsync(new ScriptedAzure((_, _) => ScriptedAzure.Reply(500)))).Message,
            StringComparison.Ordinal
        );
    }

    private GitHubOidc Oidc(ScriptedAzure github) => new(variables.GetValueOrDefault, github.Client);

    private Task<SignInException> FailAsync(ScriptedAzure github) =>
        Assert.ThrowsAsync<SignInException>(() => Oidc(github).FetchAsync(CancellationToken.None));
}
