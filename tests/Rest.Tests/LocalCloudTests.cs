using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Layercake.Testing;

namespace Layercake.Rest.Tests;

/// <summary>The client against a real server, with what may go wrong on the way.</summary>
public sealed class LocalCloudTests : IAsyncLifetime
{
    private const string Me = "/api/2.0/preview/scim/v2/Me";

    private LocalCloudFixture fixture = null!;
    private HttpMessageInvoker http = null!;

    public async Task InitializeAsync()
    {
        fixture = await LocalCloudFixture.StartAsync();
        http = new HttpMessageInvoker(fixture.NewHandler());
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task It_signs_in_over_https() =>
        Assert.NotNull((string?)(await new ScimApi(Client(fixture.Description.Token)).MeAsync(CancellationToken.None))["userName"]);

    [Fact]
    public async Task A_token_that_nobody_holds_is_refused()
    {
        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            new ScimApi(Client("dapi" + new string('0', 32))).MeAsync(CancellationToken.None)
        );

        Assert.True(failure is { IsUnauthenticated: true, IsForbidden: false, IsMissing: false });
    }

    [Fact]
    public async Task A_route_that_does_not_exist_is_not_a_missing_object()
    {
        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            Client(fixture.Description.Token).SendAsync(WorkspaceRequest.Get("/api/2.0/no/such"), CancellationToken.None)
        );

        Assert.Equal("ENDPOINT_NOT_FOUND", failure.ErrorCode);
        Assert.False(failure.IsMissing);
    }

    [Theory]
    [InlineData("""{ "path": "*/Me", "action": "respond", "status": 503, "times": 2 }""", 3)]
    [InlineData("""{ "path": "*/Me", "action": "respond", "status": 429, "headers": { "Retry-After": "3" }, "times": 1 }""", 2)]
    [InlineData("""{ "path": "*/Me", "action": "drop_after", "times": 1 }""", 2)]
    public async Task A_read_gets_through_what_passes(string fault, int requests)
    {
        await fixture.AddFaultAsync(fault);

        await new ScimApi(Client(fixture.Description.Token)).MeAsync(CancellationToken.None);

        Assert.Equal(requests, (await fixture.RequestsAsync()).Count(r => r.EndsWith(Me, StringComparison.Ordinal)));
    }

    private WorkspaceClient Client(string token) =>
        new(
            http,
            new WorkspaceOptions
            {
                Url = new Uri(fixture.Description.WorkspaceHttps),
                Token = (_, _) => ValueTask.FromResult(token),
                Clock = new SelfAdvancingClock(),
            },
            new CollectingLogger()
        );
}
