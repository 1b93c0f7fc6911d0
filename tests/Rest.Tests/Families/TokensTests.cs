using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Layercake.Secrecy;

namespace Layercake.Rest.Tests.Families;

/// <summary>Access tokens, through the client against the local cloud.</summary>
public sealed class TokensTests : CloudTests
{
    private TokensApi Tokens => new(Client);

    [Fact]
    public async Task A_new_token_is_used_and_its_value_is_in_no_log_and_in_no_list()
    {
        var made = await Tokens.CreateAsync("ci", TimeSpan.FromHours(1), CancellationToken.None);

        using var http = new HttpMessageInvoker(Fixture.NewHandler());
        var options = new WorkspaceOptions
        {
            Url = new Uri(Fixture.Description.WorkspaceHttp),
            Token = (_, _) => ValueTask.FromResult(made.Value),
        };
        var owner = await new ScimApi(new WorkspaceClient(http, options, Log)).MeAsync(CancellationToken.None);
        Assert.Equal("developer@layercake.example", (string?)owner["userName"]);

        var listed = Assert.Single(await Tokens.ListAsync(CancellationToken.None));
        Assert.Equal($"{made.Id} ci", $"{listed["token_id"]} {listed["comment"]}");
        Assert.DoesNotContain(Log.Lines, line => line.Text.Contains(made.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(made.Value, $"{made}{listed}", StringComparison.Ordinal);
        Assert.Equal($"a {Redactor.Blank} b", Redactor.Redact($"a {made.Value} b"));
    }

    [Fact]
    public async Task A_token_whose_answer_is_lost_is_found_by_its_comment_and_deleted()
    {
        await Fixture.AddFaultAsync("""{ "method": "POST", "path": "*/token/create", "action": "drop_after" }""");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => Tokens.CreateAsync("ci", null, CancellationToken.None));
        Assert.True(failure.OutcomeUnknown);

        var lost = Assert.Single(await Tokens.ListAsync(CancellationToken.None), token => (string?)token["comment"] == "ci");
        await Tokens.DeleteAsync((string)lost["token_id"]!, CancellationToken.None);

        Assert.Empty(await Tokens.ListAsync(CancellationToken.None));
        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST",
            await RefusalAsync(() => Tokens.DeleteAsync((string)lost["token_id"]!, CancellationToken.None))
        );
    }
}
