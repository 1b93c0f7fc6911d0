using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Layercake.LocalCloud.Dispatching;

/// <summary>The one way in: reads a request, notes it, lets faults have their turn, and writes the answer.</summary>
internal sealed class Gateway(
    Dispatcher dispatcher,
    CloudAccounts accounts,
    RequestLedger ledger,
    FaultInjector faults,
    TimeProvider wallClock
)
{
    /// <param name="onlyVault">A vault that has this listener for itself, and through it nothing else is served; null on the cloud's own
    /// ports.</param>
    public async Task HandleAsync(HttpContext context, string? onlyVault, CancellationToken stopping)
    {
        var target = Target.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (!AdminRoutes.IsAdmin(target.EncodedPath))
        {
            await HandleNotedAsync(context, target, onlyVault, either.Token);
            return;
        }

        await using var body = await ReadBodyAsync(context, either.Token);
        var answer = await dispatcher.AnswerAsync(context.Request, target, body, onlyVault, either.Token);
        await WriteAsync(context, answer, either.Token);
    }

    private async Task HandleNotedAsync(HttpContext context, Target target, string? onlyVault, CancellationToken ct)
    {
        var entry = ledger.Start(context.Request.Method, target.Raw, context.Request.Headers.UserAgent.ToString());
        entry.Host = ServiceName.Of(target.EncodedPath);
        var started = wallClock.GetTimestamp();
        ApiResponse? answer = null;
        try
        {
            await using var body = await ReadBodyAsync(context, ct);
            entry.Bytes = body.Length;
            answer = await faults.AroundAsync(
                context.Request.Method,
                target.Path,
                target.Raw,
                () => dispatcher.AnswerAsync(context.Request, target, body, onlyVault, ct),
                ct
            );
            if (answer is not null)
                answer = WithServiceHeaders(answer, entry.Host);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client went away or the cloud stops: there is nobody to answer.
        }
        finally
        {
            ledger.Finish(entry, answer?.Status ?? 0, wallClock.GetElapsedTime(started));
        }

        if (answer is null)
            context.Abort();
        else
            await WriteAsync(context, answer, ct);
    }

    private ApiResponse WithServiceHeaders(ApiResponse answer, string service)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (service == "workspace")
        {
            headers["x-databricks-org-id"] = accounts.WorkspaceId;
            headers["x-request-id"] = Guid.NewGuid().ToString();
            headers["server"] = "databricks";
        }
        else
        {
            headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        }

        foreach (var (name, value) in answer.Headers)
            headers[name] = value;

        return answer with
        {
            Headers = headers,
        };
    }

    private static Task<ReceivedBody> ReadBodyAsync(HttpContext context, CancellationToken ct) =>
        ReceivedBody.ReadAsync(context.Request.Body, context.Request.ContentType ?? "", ct);

    private static async Task WriteAsync(HttpContext context, ApiResponse answer, CancellationToken ct)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;

        if (answer.Status is 204 or 304)
            return;

        if (answer.Body.Length > 0)
            context.Response.ContentType = answer.ContentType;

        if (!answer.Headers.ContainsKey("content-length"))
            context.Response.ContentLength = answer.Body.Length;

        if (answer.Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(answer.Body, ct);
    }
}
