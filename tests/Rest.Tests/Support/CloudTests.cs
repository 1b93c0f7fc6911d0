using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Rest.Tests.Support;

/// <summary>Tests of the client against a local cloud of their own.</summary>
public abstract class CloudTests : IAsyncLifetime
{
    private HttpMessageInvoker http = null!;

    private protected LocalCloudFixture Fixture { get; private set; } = null!;

    private protected WorkspaceClient Client { get; private set; } = null!;

    private protected CollectingLogger Log { get; } = new();

    private protected Redactor Redactor { get; } = new();

    public async Task InitializeAsync()
    {
        Fixture = await LocalCloudFixture.StartAsync();
        http = new HttpMessageInvoker(Fixture.NewHandler());
        var options = new WorkspaceOptions
        {
            Url = new Uri(Fixture.Description.WorkspaceHttp),
            Token = (_, _) => ValueTask.FromResult(Fixture.Description.Token),
            Clock = new SelfAdvancingClock(),
            Redactor = Redactor,
        };
        Client = new WorkspaceClient(http, options, Log);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await Fixture.DisposeAsync();
    }

    /// <summary>The status and code of a call that must fail.</summary>
    private protected static async Task<string> RefusalAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(call);
        return $"{failure.Status} {failure.ErrorCode}";
    }
}
