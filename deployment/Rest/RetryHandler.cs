using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace Layercake.Rest;

/// <summary>
/// Retries requests to Entra, Key Vault, Azure Resource Manager and token services by the rule of each request. The retries of their
/// client libraries are switched off.
/// </summary>
/// <param name="ruleFor">Says what may be repeated of a request.</param>
public sealed class RetryHandler(
    HttpMessageHandler inner,
    RetryLimits limits,
    ILogger<RetryHandler> logger,
    Func<HttpRequestMessage, RetryRule> ruleFor
) : DelegatingHandler(inner)
{
    private readonly ResiliencePipeline<Answer> pipeline = new Resilience(limits, Random.Shared.NextDouble, logger).Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);

        HttpResponseMessage? last = null;
        var address = request.RequestUri!;
        var rule = ruleFor(request);
        var shown = address.GetLeftPart(UriPartial.Path);
        var call = new Resilience.Call(request.Method, address.Authority, shown, rule.Repeat) { Rule = rule };
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
        var reason = Failures.Reason(exception).TrimEnd('.');
        var answered = call.LastAnswer is { } last ? $" Its last answer was {last.Status} {(HttpStatusCode)last.Status}." : "";
        var message = $"{reason}.{Failures.GivenUp(call, call.Rule?.Deadline ?? limits.Deadline)}{answered}";
        return exception is TimeoutRejectedException
            ? new AttemptTimeoutException(message)
            : new HttpRequestException((exception as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown, message);
    }
}
