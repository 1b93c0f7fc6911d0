using System.Net;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Support;

/// <summary>A request as it left the client.</summary>
internal sealed record Sent(string Method, string Target, string? Token, string? ContentType, byte[] Body)
{
    public string Path => Target.Split('?')[0];

    public JObject Json => (JObject)WireJson.Read(Body);

    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() => $"{Method} {Target}";
}

/// <summary>A workspace that answers in the order it was told to; what is asked after that gets <c>{}</c>.</summary>
internal sealed class ScriptedService : HttpMessageHandler
{
    private readonly Queue<Func<Sent, CancellationToken, Task<HttpResponseMessage>>> script = new();
    private readonly Lock gate = new();

    public List<Sent> Requests { get; } = [];

    public ScriptedService Then(
        int status,
        string body = "{}",
        string type = "application/json",
        string? retryAfter = null,
        string? reason = null
    ) => Then((_, _) => Task.FromResult(Reply(status, body, type, retryAfter, reason)));

    public ScriptedService ThenError(int status, string code, string message, string? retryAfter = null) =>
        Then(status, new JObject { ["error_code"] = code, ["message"] = message }.ToString(), retryAfter: retryAfter);

    public ScriptedService ThenBytes(byte[] body) =>
        Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) }));

    public ScriptedService ThenThrow(Exception exception) => Then((_, _) => Task.FromException<HttpResponseMessage>(exception));

    public ScriptedService Then(Func<Sent, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    public static HttpResponseMessage Reply(
        int status,
        string body = "{}",
        string type = "application/json",
        string? retryAfter = null,
        string? reason = null
    )
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (reason is not null)
            response.ReasonPhrase = reason;
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(ct);
        var sent = new Sent(
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            request.Headers.Authorization?.Parameter,
            request.Content?.Headers.ContentType?.ToString(),
            body
        );
        Func<Sent, CancellationToken, Task<HttpResponseMessage>>? answer;
        lock (gate)
        {
            Requests.Add(sent);
            script.TryDequeue(out answer);
        }

        return answer is null ? Reply(200) : await answer(sent, ct);
    }
}
