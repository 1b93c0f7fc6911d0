using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Faults;

/// <summary>A request that a rule holds gets no answer until its client goes away.</summary>
public sealed class HeldRequestTests : IAsyncLifetime
{
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Theory]
    [InlineData("hold_before", false)]
    [InlineData("hold_after", true)]
    public async Task It_is_told_when_a_request_is_held_and_what_it_did_by_then_stays(string action, bool made)
    {
        await cloud.AddFaultAsync($$"""{ "path": "/api/2.2/jobs/create", "action": "{{action}}" }""");
        using var away = new CancellationTokenSource();
        using var body = new StringContent("""{ "name": "nightly" }""", Encoding.UTF8, "application/json");
        var asked = cloud.Workspace.PostAsync(new Uri("/api/2.2/jobs/create", UriKind.Relative), body, away.Token);

        await cloud.AdminAsync("GET", "/faults/held");

        Assert.False(asked.IsCompleted);
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(made ? 1 : 0, ((await cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] as JArray ?? []).Count);
    }
}
