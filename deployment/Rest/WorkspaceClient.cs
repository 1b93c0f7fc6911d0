using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;
using Polly;

namespace Layercake.Rest;

/// <summary>Sends requests to one workspace: signed in, retried where that is safe, and no more at a time than the service takes.</summary>
public sealed class WorkspaceClient
{
    private readonly HttpMessageInvoker http;
    private readonly WorkspaceOptions options;
    private readonly ILogger<WorkspaceClient> logger;
    private readonly Tokens tokens;
    private readonly Failures failures;
    private readonly ResiliencePipeline<Answer> pipeline;
    private readonly ResiliencePipeline<Answer> urgent;
    private long serviceTicks;

    public WorkspaceClient(HttpMessageInvoker http, WorkspaceOptions options, ILogger<WorkspaceClient> logger)
        : this(http, options, logger, Random.Shared.NextDouble) { }

    internal WorkspaceClient(HttpMessageInvoker http, WorkspaceOptions options, ILogger<WorkspaceClient> logger, Func<double> random)
    {
        (this.http, this.options, this.logger) = (http, options, logger);
        foreach (var (name, value) in options.Headers)
            if (name.Contains("token", StringComparison.OrdinalIgnoreCase))
                options.Redactor.Register(value);

        tokens = new Tokens(options.Token);
        failures = new Failures(options, SecretPlaces);
        var resilience = new Resilience(options.Limits, random, logger);
        pipeline = resilience.Build();
        urgent = resilience.BuildUrgent();
        Limiter = resilience.Limiter;
    }

    public Uri Url => options.Url;

    /// <summary>
    /// The workspace's number, by which it is known whatever its address; null until an answer said it, which whom-am-I always does.
    /// </summary>
    public string? WorkspaceId { get; private set; }

    /// <summary>What bounds the writes of this client.</summary>
    public WriteGate Gate { get; } = new();

    /// <summary>Where objects of this workspace hold secrets, as far as the caller knows: what is there is in no log or message.</summary>
    public SecretPlaces SecretPlaces { get; } = new();

    /// <summary>The latest time that the service gave of itself, in the <c>Date</c> of an answer; null before the first.</summary>
    public DateTimeOffset? ServiceTime =>
        Interlocked.Read(ref serviceTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal AdaptiveLimiter Limiter { get; }

    /// <returns>The answer's object; an empty one when the answer had no body.</returns>
    /// <exception cref="WorkspaceApiException">The service refused, or gave no answer.</exception>
    public async Task<JObject> SendAsync(WorkspaceRequest request, CancellationToken ct)
    {
        var answer = await AnswerAsync(request, isContent: false, ct).ConfigureAwait(false);
        // Of a write, that it was done is answer enough; a reading that says nothing would pass for "nothing is there".
        if (answer.Body.Length == 0 && request.Repeat != RepeatSafety.Read)
            return [];

        return WireJson.ReadObject(answer.Body) ?? throw failures.NotJson(request, answer);
    }

    /// <exception cref="WorkspaceApiException">The service refused, or gave no answer.</exception>
    public async Task<byte[]> SendForBytesAsync(WorkspaceRequest request, CancellationToken ct) =>
        (await AnswerAsync(request, isContent: true, ct).ConfigureAwait(false)).Body;

    /// <summary>From now on the value is blanked wherever this client's redactor is asked.</summary>
    internal void KeepSecret(string value) => options.Redactor.Register(value);

    private async Task<Answer> AnswerAsync(WorkspaceRequest request, bool isContent, CancellationToken ct)
    {
        WriteScope.Check(request);
        var content = request.Body is { } json ? WireJson.Write(json) : request.Content;
        if (logger.IsEnabled(LogLevel.Trace))
            Log.Sends(
                logger,
                request.Method,
                request.Target,
                request.Form is { } form ? $"a form with {form.Length} bytes" : Shown(request.Body, content)
            );

        var token = await TokenAsync(request, () => tokens.GetAsync(ct)).ConfigureAwait(false);
        var answer = await RepeatAsync(request, content, token, isContent, ct).ConfigureAwait(false);
        if (IsRefused(answer))
        {
            token = await TokenAsync(request, () => new(tokens.RenewAsync(token, ct))).ConfigureAwait(false);
            answer = await RepeatAsync(request, content, token, isContent, ct).ConfigureAwait(false);
        }

        return answer.IsSuccess ? answer : throw failures.Answered(request, answer, call: null);
    }

    private async ValueTask<string> TokenAsync(WorkspaceRequest request, Func<ValueTask<string>> get)
    {
        try
        {
            return await get().ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw failures.Unanswered(request, exception, call: null);
        }
    }

    private async Task<Answer> RepeatAsync(WorkspaceRequest request, byte[]? content, string token, bool isContent, CancellationToken ct)
    {
        var call = new Resilience.Call(request.Method, options.Url.Host, request.Path, request.Repeat)
        {
            UploadTime = request.Form?.Time ?? TimeSpan.Zero,
        };
        var context = Resilience.ContextFor(call, ct);
        try
        {
            var answer = await (request.Urgent ? urgent : pipeline)
                .ExecuteAsync(c => AttemptAsync(request, content, token, isContent, c), context)
                .ConfigureAwait(false);
            if (answer.IsTooLong)
                throw failures.TooLong(request, answer);
            if (logger.IsEnabled(LogLevel.Trace))
                Log.Brought(logger, request.Method, request.Path, Brought(request, answer, isContent));

            return answer.IsSuccess || IsRefused(answer) ? answer : throw failures.Answered(request, answer, call);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or Polly.Timeout.TimeoutRejectedException)
        {
            throw failures.Unanswered(request, exception, call);
        }
        finally
        {
            call.Unanswered?.GiveUp();
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Answer> AttemptAsync(
        WorkspaceRequest request,
        byte[]? content,
        string token,
        bool isContent,
        ResilienceContext context
    )
    {
        var call = Resilience.CallOf(context);
        using var attempt = await Gate.EnterAsync(request, context.CancellationToken).ConfigureAwait(false);
        var ct = attempt?.Token ?? context.CancellationToken;
        var number = call.Attempts;
        var started = options.Clock.GetTimestamp();
        var write = options.Writes.Begin(request);
        try
        {
            using var message = Message(request, content, token);
            call.Unanswered = attempt;
            using var response = await http.SendAsync(message, ct).ConfigureAwait(false);
            var answer = await Answer.ReadAsync(response, isContent, options.Clock, ct).ConfigureAwait(false);
            WorkspaceId ??= answer.WorkspaceId;
            Learn(answer.Date);
            if (FailureClassifier.Of(answer) is not (FailureClass.Ambiguous or FailureClass.Broken))
                call.Unanswered = null;
            write?.End(answer);
            Log.Answered(logger, request.Method, request.Path, answer.Status, Elapsed(started), number);
            return answer;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or OperationCanceledException or UnsentContentException)
        {
            write?.End(exception);
            Log.Unanswered(logger, request.Method, request.Path, Elapsed(started), number, Failures.Reason(exception));
            if (FailureClassifier.Of(exception) == FailureClass.NotSent || exception is UnsentContentException)
                call.Unanswered = null;
            if (AsTimeoutOrInterruption(exception, request, attempt, ct, context.CancellationToken) is { } other)
                throw other;

            throw;
        }
    }

    /// <summary>
    /// What is thrown instead of a cancellation that the caller did not ask for; null where the exception is right as it is.
    /// </summary>
    /// <param name="ct">Cancelled by the caller or by the end of the time for writes.</param>
    private static Exception? AsTimeoutOrInterruption(
        Exception exception,
        WorkspaceRequest request,
        WriteWindow.WriteAttempt? attempt,
        CancellationToken ct,
        CancellationToken caller
    ) =>
        exception is not OperationCanceledException ? null
        : attempt is not null && ct.IsCancellationRequested && !caller.IsCancellationRequested ? attempt.Interrupted(request)
        : exception.InnerException is TimeoutException && !ct.IsCancellationRequested
            ? new IOException("the HTTP client's own timeout passed", exception)
        : null;

    private HttpRequestMessage Message(WorkspaceRequest request, byte[]? content, string token)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(options.Url, request.Target));
        options.Redactor.Register(token);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        foreach (var (name, value) in options.Headers)
            message.Headers.TryAddWithoutValidation(name, value);

        if (request.Form is { } form)
        {
            message.Content = form.Content();
        }
        else if (content is not null)
        {
            message.Content = new ByteArrayContent(content);
            message.Content.Headers.ContentType = request.Body is null ? new("application/octet-stream") : new("application/json", "utf-8");
        }

        return message;
    }

    private void Learn(DateTimeOffset? date)
    {
        for (var known = Interlocked.Read(ref serviceTicks); date?.UtcTicks > known; known = Interlocked.Read(ref serviceTicks))
            Interlocked.CompareExchange(ref serviceTicks, date.Value.UtcTicks, known);
    }

    // A stale Entra token may also be answered with 403 and the number 403 as code.
    private static bool IsRefused(Answer answer) => answer.Status == 401 || (answer.Status == 403 && answer.Error.Code == "403");

    private string Brought(WorkspaceRequest request, Answer answer, bool isContent)
    {
        var body = Shown(isContent && answer.IsSuccess ? null : WireJson.ReadObject(answer.Body), answer.Body);
        var text = Redaction.Scrub(body, request.Body, options.Redactor, SecretPlaces);
        return answer.IsSuccess ? text : EchoedSecrets.CutFrom(text, SecretPlaces);
    }

    private string Shown(JObject? json, byte[]? raw) =>
        json is not null
            ? options.Redactor.Redact(Redaction.Blanked(json, SecretPlaces).ToString(Newtonsoft.Json.Formatting.None))
            : $"{raw?.Length ?? 0} bytes";

    private long Elapsed(long started) => (long)options.Clock.GetElapsedTime(started).TotalMilliseconds;
}
