using System.Net;
using System.Text;
using Layercake.Identity.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Identity.Tests.Support;

/// <summary>Answers what a test tells it to; used for answers that the local cloud does not give.</summary>
internal sealed class ScriptedAzure(Func<HttpRequestMessage, string, CancellationToken, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler
{
    public ScriptedAzure(Func<HttpRequestMessage, string, HttpResponseMessage> answer)
        : this((request, body, _) => Task.FromResult(answer(request, body))) { }

    public List<string> Requests { get; } = [];

    public HttpClient Client => new(this, disposeHandler: false);

    /// <summary>With what repeats failures, as in a deployment.</summary>
    public HttpClient ClientWithRetries(TimeProvider clock) =>
        AzureHttpClientFactory.CreateClient(this, clock, NullLoggerFactory.Instance);

    public static HttpResponseMessage Reply(int status, string body = "{}") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        lock (Requests)
            Requests.Add($"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}");
        return await answer(request, body, ct);
    }
}
