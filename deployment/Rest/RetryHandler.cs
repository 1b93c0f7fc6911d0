using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace Layercake.Rest;

/// <summary>
/// Repeats what other clients send by the rules of a workspace's calls: what asks for tokens, secrets and resources in Azure, all of which
/// may be sent twice.
/// </summary>
/// <param name="limits">How long and how often; the address in it is not used.</param>
/// <param name="passes">Requests that have rules of their own.</param>
public sealed class RetryHandler(
    HttpMessageHandler inner,
    WorkspaceOptions limits,
    ILogger<RetryHandler> logger,
    Func<HttpRequestMessage, bool> passes
) : DelegatingHandler(inner)
{
    private readonly ResiliencePipeline<Answer> pipeline = new Resilience(limits, Random.Shared.NextDouble, logger).Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (passes(request))
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        if (request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);

        HttpResponseMessage? last = null;
        var address = request.RequestUri!;
        var call = new Resilience.Call(request.Method, address.Authority, address.GetLeftPart(UriPartial.Path), RepeatSafety.Idempotent);
        var context = Resilience.ContextFor(call, cancellationToken);
        try
        {
            await pipeline.ExecuteAsync(AttemptAsync, context).ConfigureAwait(false);
            return last!;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutRejectedException)
        {
            last?.Dispose();
            throw Explained(exception, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        async ValueTask<Answer> AttemptAsync(ResilienceContext attempt)
        {
            var response = await base.SendAsync(request, attempt.CancellationToken).ConfigureAwait(false);
            last?.Dispose();
            last = response;
            var answer = await Answer.ReadAsync(response, isContent: false, limits.Clock, attempt.CancellationToken).ConfigureAwait(false);
            response.Content = Again(answer, response.Content);
            return answer;
        }
    }

    /// <summary>What was read, for the client to read once more.</summary>
    private static ByteArrayContent Again(Answer answer, HttpContent read)
    {
        var content = new ByteArrayContent(answer.Body);
        foreach (var header in read.Headers.Where(header => header.Key is not ("Content-Length" or "Content-Encoding")))
            content.Headers.TryAddWithoutValidation(header.Key, header.Value);

        read.Dispose();
        return content;
    }

    // With nothing inside: the clients show the innermost cause, which says least of all.
    private HttpRequestException Explained(Exception exception, Resilience.Call call)
    {
        var error = (exception as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        var reason = Failures.Reason(exception).TrimEnd('.');
        var answered = call.LastAnswer is { } last ? $" Its last answer was {last.Status} {(HttpStatusCode)last.Status}." : "";
        return new HttpRequestException(error, $"{reason}.{Failures.GivenUp(call, limits)}{answered}");
    }
}
