using System.Net;
using System.Net.Http.Headers;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tests.ResourceManager;

/// <summary>Answers that the local cloud does not give.</summary>
public sealed class ResourceManagerClientTests
{
    private const string Group = "/subscriptions/s/resourceGroups/g";
    private const string Operation = "https://management.azure.com/operations/1?api-version=1";

    private readonly SelfAdvancingClock clock = new();
    private readonly List<string> states = [];
    private readonly Queue<Func<HttpResponseMessage>> answers = new();
    private readonly ScriptedAzure azure;

    public ResourceManagerClientTests() => azure = new ScriptedAzure((_, _) => answers.Dequeue()());

    [Fact]
    public async Task An_operation_is_asked_after_as_seldom_as_Azure_wants()
    {
        Answer(201, "{}", Operation, retryAfter: new RetryConditionHeaderValue(TimeSpan.FromSeconds(15)));
        Answer(200, """{ "status": "Accepted" }""", retryAfter: new RetryConditionHeaderValue(clock.GetUtcNow().AddSeconds(15 + 40)));
        Answer(200, """{ "status": "Running" }""");
        Answer(200, """{ "status": "Succeeded" }""");
        Answer(200, """{ "properties": { "outputs": { "url": { "type": "string", "value": "adb" } } } }""");

        var outputs = await DeployAsync();

        Assert.Equal("adb", (string?)outputs["url"]);
        Assert.Equal([15, 40, 5], clock.Delays.Select(delay => delay.TotalSeconds));
        Assert.Equal(["Accepted 15", "Running 55", "Succeeded 60"], states);
    }

    [Fact]
    public async Task A_result_may_come_at_a_location()
    {
        Answer(202, "", location: Operation);
        Answer(202, "", location: Operation);
        Answer(200, """{ "properties": { "changes": [ { "resourceId": "/a", "changeType": "Create" } ] } }""");

        var changes = await Client().WhatIfAsync(Group, "d", [], [], new Noted(states), CancellationToken.None);

        Assert.Equal("/a", (string?)Assert.Single(changes)["resourceId"]);
        Assert.Equal(["Running 5", "Succeeded 10"], states);
    }

    [Fact]
    public async Task A_token_that_expired_meanwhile_is_renewed_once()
    {
        Answer(401, """{ "error": { "code": "ExpiredAuthenticationToken" } }""");
        Answer(200);
        await Client().FindAsync(Group, "1", CancellationToken.None);

        Answer(
            401,
            """{ "error": { "code": "InvalidAuthenticationTokenTenant", "message": "The access token is from the wrong issuer." } }"""
        );
        Answer(
            401,
            """{ "error": { "code": "InvalidAuthenticationTokenTenant", "message": "The access token is from the wrong issuer." } }"""
        );
        Assert.Equal(
            "Azure refused /subscriptions/s/resourceGroups/g: InvalidAuthenticationTokenTenant: The access token is from the wrong "
                + "issuer. Check that somebody belongs to the subscription's tenant.",
            (await FailureAsync(() => Client().FindAsync(Group, "1", CancellationToken.None))).Message
        );
    }

    [Theory]
    [InlineData(
        """
            {
              "status": "Failed",
              "error": {
                "code": "DeploymentFailed",
                "message": "At least one.",
                "details": [
                  { "code": "Conflict", "message": "{\"error\":{\"code\":\"QuotaExceeded\",\"message\":\"No cores left\"}}" },
                  { "code": "BadRequest", "message": "Bad name." }
                ]
              }
            }
            """,
        "Azure refused the deployment d: QuotaExceeded: No cores left. BadRequest: Bad name. Ask for a higher quota in the "
            + "subscription's Usage + quotas, or choose another location."
    )]
    [InlineData(
        """{ "status": "Failed", "error": { "code": "RequestDisallowedByPolicy", "message": "No.\r\nMore." } }""",
        "Azure refused the deployment d: RequestDisallowedByPolicy: No. A policy of the subscription forbids it; whoever owns the "
            + "policy can tell which settings or tags it wants."
    )]
    [InlineData("""{ "status": "Canceled" }""", "Azure refused the deployment d: Canceled.")]
    public async Task A_failed_operation_says_every_cause_in_a_sentence(string status, string expected)
    {
        Answer(201, "{}", Operation);
        Answer(200, status);

        Assert.Equal(expected, (await FailureAsync(DeployAsync)).Message);
    }

    [Theory]
    [InlineData("https://elsewhere.example/operations/1")]
    [InlineData("http://management.azure.com/operations/1")]
    [InlineData("https://management.azure.com:444/operations/1")]
    public async Task The_token_goes_to_no_other_host(string operation)
    {
        Answer(201, "{}", operation);

        Assert.Contains("another host", (await FailureAsync(DeployAsync)).Message, StringComparison.Ordinal);
        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task A_page_of_a_gateway_is_told_by_its_status()
    {
        Answer(403, "<html>proxy</html>");

        Assert.Equal(
            "Azure refused /subscriptions/s/resourceGroups/g: it answered 403.",
            (await FailureAsync(() => Client().FindAsync(Group, "1", CancellationToken.None))).Message
        );
    }

    [Fact]
    public async Task Lists_are_read_through_their_pages()
    {
        Answer(200, """{ "value": [ { "name": "a" } ], "nextLink": "https://management.azure.com/next" }""");
        Answer(200, """{ "value": [ { "name": "b" } ] }""");

        Assert.Equal(
            ["a", "b"],
            (await Client().ListAsync("/things", "1", CancellationToken.None)).Select(entry => (string?)entry["name"])
        );
    }

    [Fact]
    public async Task Waiting_for_an_operation_ends_when_the_run_does()
    {
        using var run = new CancellationTokenSource();
        Answer(201, "{}", Operation);
        answers.Enqueue(() =>
        {
            run.Cancel();
            return ScriptedAzure.Reply(200, """{ "status": "Running" }""");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client().DeployAsync(Group, "d", [], [], new Noted(states), run.Token)
        );
    }

    private void Answer(
        int status,
        string body = "{}",
        string? operation = null,
        string? location = null,
        RetryConditionHeaderValue? retryAfter = null
    ) =>
        answers.Enqueue(() =>
        {
            var reply = ScriptedAzure.Reply(status, body);
            if (operation is not null)
                reply.Headers.TryAddWithoutValidation("Azure-AsyncOperation", operation);
            if (location is not null)
                reply.Headers.Location = new Uri(location);
            reply.Headers.RetryAfter = retryAfter;
            return reply;
        });

    private Task<IReadOnlyDictionary<string, JToken>> DeployAsync() =>
        Client().DeployAsync(Group, "d", [], [], new Noted(states), CancellationToken.None);

    private ResourceManagerClient Client() => new(azure.Client, AzureCloud.Public, new FixedTokenSource(), clock);

    private static Task<ResourceManagerException> FailureAsync(Func<Task> call) => Assert.ThrowsAsync<ResourceManagerException>(call);

    private sealed class Noted(List<string> states) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => states.Add($"{value.State} {value.Elapsed.TotalSeconds}");
    }
}
