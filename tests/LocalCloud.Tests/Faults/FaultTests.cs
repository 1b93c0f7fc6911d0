using System.Net;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Me = "/api/2.0/preview/scim/v2/Me";
    private const string Vault = "https://vault.azure.net";

    private readonly ManualClock clock = new();
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { Clock = clock });

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task An_ordered_answer_comes_as_often_as_asked_after_those_that_pass()
    {
        await cloud.AddFaultAsync(
            """{"method":"GET","path":"/api/2.0/*/Me","skip":1,"times":2,"status":429,"headers":{"Retry-After":"7"}}"""
        );

        var answers = new[] { await AskAsync(), await AskAsync(), await AskAsync(), await AskAsync() };

        Assert.Equal([200, 429, 429, 200], answers.Select(answer => (int)answer.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(7), answers[1].Headers.RetryAfter!.Delta);
        Assert.Equal("REQUEST_LIMIT_EXCEEDED", (string?)JObject.Parse(await answers[1].Content.ReadAsStringAsync())["error_code"]);
    }

    [Theory]
    [InlineData("\"<html>503</html>\"", "text/html", "<html>503</html>")]
    [InlineData("\"BAD: no\"", "text/plain", "BAD: no")]
    [InlineData("\"\"", null, "")]
    [InlineData("{\"error_code\":403}", "application/json", "{\"error_code\":403}")]
    public async Task An_ordered_body_is_sent_as_it_is(string body, string? mediaType, string text)
    {
        await cloud.AddFaultAsync($$"""{"status":503,"body":{{body}}}""");

        using var answer = await AskAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/2.0/x", "error_code", "TEMPORARILY_UNAVAILABLE")]
    [InlineData("/secrets/x", "error.code", "ServiceUnavailable")]
    [InlineData("/t/oauth2/token", "error", "temporarily_unavailable")]
    public async Task Without_a_body_of_its_own_a_rule_speaks_as_the_service_does(string path, string field, string code)
    {
        await cloud.AddFaultAsync("""{"status":503}""");

        using var answer = await cloud.Workspace.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(code, (string?)JObject.Parse(await answer.Content.ReadAsStringAsync()).SelectToken(field));
    }

    [Fact]
    public async Task A_rule_for_another_path_or_method_does_nothing()
    {
        await cloud.AddFaultAsync("""{"path":"/api/2.0/clusters/*","status":500}""");
        await cloud.AddFaultAsync("""{"method":"POST","status":500}""");

        Assert.Equal(HttpStatusCode.OK, (await AskAsync()).StatusCode);
    }

    [Fact]
    public async Task A_connection_dropped_before_leaves_nothing_and_one_dropped_after_does()
    {
        var before = JObject.Parse("""{"value":"1"}""");
        await cloud.AddFaultAsync("""{"method":"PUT","path":"/secrets/before","action":"drop_before"}""");
        await cloud.AddFaultAsync("""{"method":"PUT","path":"/secrets/after","action":"drop_after"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            cloud.SendAsync(Vault, "PUT", $"{cloud.Description.Vault}/secrets/before", before)
        );
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            cloud.SendAsync(Vault, "PUT", $"{cloud.Description.Vault}/secrets/after", before)
        );

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await cloud.SendAsync(Vault, "GET", $"{cloud.Description.Vault}/secrets/before")).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await cloud.SendAsync(Vault, "GET", $"{cloud.Description.Vault}/secrets/after")).StatusCode);
        Assert.Equal(
            [0, 0],
            (await cloud.AdminAsync("GET", "/requests"))
                .Where(entry => (string?)entry["method"] == "PUT")
                .Select(entry => (int)entry["status"]!)
        );
    }

    [Fact]
    public async Task A_delayed_answer_comes_when_its_time_has_come()
    {
        await cloud.AddFaultAsync("""{"action":"delay","ms":5000}""");
        var asking = AskAsync();
        await clock.WhenWaitingAsync(1);
        Assert.False(asking.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.OK, (await asking).StatusCode);
    }

    [Fact]
    public async Task Latency_is_for_every_request_but_admin_calls_and_the_peak_in_flight_is_known()
    {
        await cloud.AdminAsync("POST", "/latency", new JObject { ["ms"] = 30 });
        var asking = new[] { AskAsync(), AskAsync(), AskAsync() };
        await clock.WhenWaitingAsync(3);

        clock.Advance(TimeSpan.FromMilliseconds(30));

        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(3, (int)(await cloud.AdminAsync("GET", "/requests/summary"))["in_flight_peak"]!);
        Assert.All(await cloud.AdminAsync("GET", "/requests"), entry => Assert.Equal(30, (double)entry["ms"]!));
    }

    [Fact]
    public async Task A_throttle_lets_through_what_its_rate_allows()
    {
        await cloud.AddFaultAsync("""{"action":"throttle","rate":1,"burst":2,"retry_after":1}""");

        var burst = new[] { await AskAsync(), await AskAsync(), await AskAsync() };
        clock.Advance(TimeSpan.FromSeconds(1));
        var later = new[] { await AskAsync(), await AskAsync() };

        Assert.Equal([200, 200, 429], burst.Select(answer => (int)answer.StatusCode));
        Assert.Equal([200, 429], later.Select(answer => (int)answer.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(1), burst[2].Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Stale_reads_show_what_was_there_before_the_write()
    {
        var address = $"{cloud.Description.Vault}/secrets/key";
        await cloud.AddFaultAsync("""{"action":"stale","path":"/secrets/*","times":1}""");
        await cloud.SendAsync(Vault, "GET", address);
        await cloud.SendAsync(Vault, "PUT", address, JObject.Parse("""{"value":"1"}"""));

        Assert.Equal(HttpStatusCode.NotFound, (await cloud.SendAsync(Vault, "GET", address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await cloud.SendAsync(Vault, "GET", address)).StatusCode);
    }

    [Fact]
    public async Task Rules_are_listed_with_how_often_they_applied_and_can_be_taken_back()
    {
        await cloud.AddFaultAsync("""{"status":500,"times":0}""");
        await AskAsync();
        await AskAsync();

        Assert.Equal(2, (int)Assert.Single(await cloud.AdminAsync("GET", "/faults"))["applied"]!);
        await cloud.AdminAsync("DELETE", "/faults");
        Assert.Empty(await cloud.AdminAsync("GET", "/faults"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync()).StatusCode);
    }

    [Theory]
    [InlineData("""{"statsu":500}""", "statsu")]
    [InlineData("""{"action":"explode"}""", "drop_before, drop_after")]
    [InlineData("""{"path":"/x"}""", "status")]
    [InlineData("""{"status":"x"}""", "does not fit")]
    public async Task A_rule_that_is_not_understood_is_refused(string rule, string hint)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => cloud.AddFaultAsync(rule));

        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync() => cloud.Workspace.GetAsync(new Uri(Me, UriKind.Relative));
}
