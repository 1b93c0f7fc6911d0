using System.Net.Sockets;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Support;

/// <summary>A client on a scripted service, with a clock that does not wait.</summary>
internal sealed class Bench
{
    public const string Token = "token-one";

    /// <summary>The connection was never made: the request did not leave.</summary>
    public static readonly Exception Refused = new HttpRequestException(
        HttpRequestError.ConnectionError,
        "Connection refused (10.0.0.1:443)",
        new SocketException((int)SocketError.ConnectionRefused)
    );

    /// <summary>The connection was lost after the request had left.</summary>
    public static readonly Exception Lost = new HttpRequestException(
        HttpRequestError.ResponseEnded,
        "An error occurred while sending the request.",
        new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")
    );

    private int renewals;

    public Bench(Func<WorkspaceOptions, WorkspaceOptions>? with = null)
    {
        var options = new WorkspaceOptions
        {
            Url = new Uri("https://adb-1.2.azuredatabricks.net"),
            Clock = Clock,
            Token = (renew, _) =>
            {
                if (renew)
                    renewals++;
                return ValueTask.FromResult(renewals == 0 ? Token : $"token-renewed-{renewals}");
            },
        };
        Client = new WorkspaceClient(new HttpMessageInvoker(Service), with?.Invoke(options) ?? options, Log, random: () => 0.5);
    }

    public ScriptedService Service { get; } = new();

    public SelfAdvancingClock Clock { get; } = new();

    public CollectingLogger Log { get; } = new();

    public WorkspaceClient Client { get; }

    public int Renewals => renewals;

    public static WorkspaceRequest Read { get; } = WorkspaceRequest.Get("/api/2.1/clusters/get", ("cluster_id", "1"));

    public static WorkspaceRequest Write(RepeatSafety repeat) =>
        WorkspaceRequest.Post("/api/2.2/jobs/create", new JObject { ["name"] = "etl" }, repeat);

    public Task<JObject> SendAsync(WorkspaceRequest request) => Client.SendAsync(request, CancellationToken.None);

    public Task<WorkspaceApiException> FailAsync(WorkspaceRequest request) =>
        Assert.ThrowsAsync<WorkspaceApiException>(() => SendAsync(request));

    public int[] Seconds => [.. Clock.Delays.Select(d => (int)d.TotalSeconds)];

    /// <summary>Gives no answer until the limit of one attempt has passed.</summary>
    public async Task<HttpResponseMessage> SilenceAsync(Sent sent, CancellationToken ct)
    {
        Clock.Advance(TimeSpan.FromSeconds(61));
        await Task.Delay(Timeout.InfiniteTimeSpan, Clock, ct);
        return ScriptedService.Reply(200);
    }
}
