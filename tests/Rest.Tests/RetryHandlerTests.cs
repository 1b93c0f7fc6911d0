using System.Globalization;
using Layercake.Rest.Tests.Support;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Rest.Tests;

/// <summary>What asks for tokens and secrets is repeated as a workspace's calls are.</summary>
public sealed class RetryHandlerTests : IDisposable
{
    private static readonly Uri Entra = new("https://login.microsoftonline.com/tenant/oauth2/v2.0/token");

    private readonly ScriptedService service = new();
    private readonly SelfAdvancingClock clock = new();
    private readonly HttpClient http;

    public RetryHandlerTests()
    {
        var limits = new WorkspaceOptions
        {
            Url = Entra,
            Token = (_, _) => ValueTask.FromResult(""),
            Clock = clock,
        };
        http = new HttpClient(
            new RetryHandler(service, limits, NullLogger<RetryHandler>.Instance, request => request.RequestUri!.Scheme == "http")
        );
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Retry_After_is_honoured_in_both_forms_and_what_was_sent_is_sent_again()
    {
        service
            .Then(429, retryAfter: "7")
            .Then(503, retryAfter: clock.GetUtcNow().AddSeconds(7 + 21).ToString("R", CultureInfo.InvariantCulture))
            .Then(200, """{ "access_token": "t" }""");

        using var answer = await AskAsync();

        Assert.Equal("""{ "access_token": "t" }""", await answer.Content.ReadAsStringAsync());
        Assert.Equal([7, 21], clock.Delays.Select(delay => (int)Math.Round(delay.TotalSeconds)));
        Assert.Equal(
            ["grant_type=client_credentials", "grant_type=client_credentials", "grant_type=client_credentials"],
            service.Requests.Select(sent => sent.Text)
        );
    }

    [Fact]
    public async Task A_lost_connection_is_repeated()
    {
        service.ThenThrow(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        using var answer = await AskAsync();

        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_wait_beyond_the_limit_of_one_call_ends_it_with_that_answer()
    {
        service.Then(429, retryAfter: "3600");

        using var answer = await AskAsync();

        Assert.Equal((429, 1), ((int)answer.StatusCode, service.Requests.Count));
    }

    [Fact]
    public async Task A_host_that_never_answers_is_tried_three_times_and_told_in_one_sentence()
    {
        for (var i = 0; i < 9; i++)
            service.ThenThrow(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(AskAsync);

        Assert.Equal("Connection refused. Given up after 3 attempts.", failure.Message);
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task What_has_rules_of_its_own_is_sent_once()
    {
        service.Then(503);

        using var answer = await http.GetAsync(new Uri("http://169.254.169.254/metadata"));

        Assert.Equal(503, (int)answer.StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync() => http.PostAsync(Entra, new StringContent("grant_type=client_credentials"));
}
