using System.Text;
using Layercake.Identity.Http;
using Layercake.Identity.Tests.Support;
using Layercake.Secrecy;

namespace Layercake.Identity.Tests.Http;

public sealed class CredentialRedactionHandlerTests
{
    private readonly Redactor redactor = new();

    [Fact]
    public async Task What_is_sent_to_prove_who_one_is_is_known_from_then_on()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://login/token")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["client_secret"] = "canary secret+/",
                    ["client_assertion"] = "canary-assertion",
                    ["client_id"] = "the-client",
                }
            ),
        };
        request.Headers.Authorization = new("Bearer", "canary-bearer");

        Assert.Equal("{}", await SendAsync(request, "{}"));

        Assert.Equal("*** *** *** the-client", redactor.Redact("canary secret+/ canary-assertion canary-bearer the-client"));
    }

    [Fact]
    public async Task A_password_in_a_basic_header_is_known_by_itself()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://workspace/oidc/v1/token");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("client:canary-password")));

        await SendAsync(request, "{}");

        Assert.Equal("client:***", redactor.Redact("client:canary-password"));
    }

    [Theory]
    [InlineData("""{ "access_token": "canary-issued", "token_type": "Bearer" }""", "canary-issued")]
    [InlineData("""{ "oidcToken": "canary-issued" }""", "canary-issued")]
    [InlineData("""{ "value": "eyJcanary-0.eyJcanary-1.canary2" }""", "canary2")]
    public async Task A_token_is_known_as_soon_as_it_is_issued_and_the_answer_stays_whole(string body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://login/token");

        Assert.Equal(body, await SendAsync(request, body));

        Assert.DoesNotContain(token, redactor.Redact($"got {body}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_left_to_whoever_asked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://login/token");

        Assert.Equal("<html>", await SendAsync(request, "<html>"));
    }

    private async Task<string> SendAsync(HttpRequestMessage request, string answer)
    {
        var service = new ScriptedAzure((_, _) => ScriptedAzure.Reply(200, answer));
        using var client = new HttpClient(new CredentialRedactionHandler(redactor, service));
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
