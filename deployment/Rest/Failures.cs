using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly.Timeout;

namespace Layercake.Rest;

/// <summary>Turns an attempt that failed for good into the one exception callers see.</summary>
internal sealed class Failures(WorkspaceOptions options, SecretPlaces places)
{
    /// <param name="call">What was tried; null when nothing was tried again.</param>
    public WorkspaceApiException Answered(WorkspaceRequest request, Answer answer, Resilience.Call? call)
    {
        var mayHaveTakenEffect = FailureClassifier.Of(answer) is FailureClass.Ambiguous or FailureClass.Broken;
        var unknown = request.Repeat == RepeatSafety.Unsafe && mayHaveTakenEffect;
        var code = answer.Error.Code;
        var words = Words(request, answer.Error);
        var message = $"{request} answered {answer.Status} {code}: {Sentence(words)}";
        if (answer.Location is { } elsewhere)
            message +=
                $" It points to {elsewhere.OriginalString.Split('?')[0]}: check that the workspace's URL is right and may be "
                + $"reached from here.";
        if (answer.RetryAfter is { } wait && wait >= options.Deadline)
            message += $" It asks to wait {wait.TotalSeconds:0} s.";

        return New(request, answer, message + GivenUp(call, options.Deadline) + Doubt(unknown), code, words, unknown);
    }

    /// <summary>A success that is not what the API answers, such as the sign-in page of a proxy.</summary>
    public WorkspaceApiException NotJson(WorkspaceRequest request, Answer answer)
    {
        var unknown = request.Repeat == RepeatSafety.Unsafe;
        const string Words = "The answer is not JSON";
        var what = answer.Body.Length == 0 ? "an empty body" : answer.ContentType ?? "no content type";
        var message = $"{request} answered {answer.Status} with {what} instead of a JSON object. Check that {options.Url} is a workspace.";
        return New(request, answer, message + Doubt(unknown), "UNPARSEABLE_HTTP_ERROR", Words, unknown);
    }

    /// <summary>An answer that is longer than any the API gives is not held in memory to see what it is.</summary>
    public WorkspaceApiException TooLong(WorkspaceRequest request, Answer answer)
    {
        var unknown = request.Repeat == RepeatSafety.Unsafe;
        var words = $"The answer is longer than {Answer.Longest / (1024 * 1024)} MB";
        var message =
            $"{request} answered {answer.Status} with more than {Answer.Longest / (1024 * 1024)} MB, which is the most that is "
            + $"read of an answer, counted unpacked. "
            + $"Check that {options.Url} is a workspace and that no proxy answers in its place; if it is one, what it lists there "
            + $"has to become less.";
        return New(request, answer, message + Doubt(unknown), "ANSWER_TOO_LONG", words, unknown);
    }

    /// <inheritdoc cref="Answered"/>
    public WorkspaceApiException Unanswered(WorkspaceRequest request, Exception exception, Resilience.Call? call)
    {
        var isNotSignedIn = exception is HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError };
        var unknown = request.Repeat == RepeatSafety.Unsafe && FailureClassifier.Of(exception) == FailureClass.Ambiguous;
        var words = Reason(exception);
        var url = new Uri(options.Url, request.Path).GetLeftPart(UriPartial.Path);
        var message =
            isNotSignedIn ? $"{request}: {Sentence(words)}"
            : exception is TimeoutRejectedException ? $"{request.Method} {url} {words}."
            : FailureClassifier.Of(exception) == FailureClass.Ambiguous
                ? $"{request.Method} {url} lost the connection before the answer was complete: {Sentence(words)}"
            : $"{request.Method} {url} could not be reached: {Sentence(words)}";

        return new WorkspaceApiException(message + GivenUp(call, options.Deadline) + LastAnswer(request, call) + Doubt(unknown), exception)
        {
            Method = request.Method.Method,
            Path = request.Path,
            Status = 0,
            ServiceMessage = words,
            OutcomeUnknown = unknown,
            IsNotSignedIn = isNotSignedIn,
        };
    }

    /// <summary>The innermost cause in the system's words: <c>Connection refused</c>.</summary>
    public static string Reason(Exception exception) =>
        exception switch
        {
            TimeoutRejectedException timeout => $"gave no answer within {Seconds(timeout.Timeout)}, the limit of one attempt",
            { InnerException: SocketException socket } => socket.Message,
            { InnerException: IOException { InnerException: SocketException socket } } => socket.Message,
            // The outer message only points to the inner one.
            { InnerException: (IOException or AuthenticationException) and { } inner } => inner.Message,
            _ => exception.Message,
        };

    /// <summary>After how much it was given up, and at which limit; empty after a single attempt.</summary>
    public static string GivenUp(Resilience.Call? call, TimeSpan deadline) =>
        call switch
        {
            null or { Attempts: < 2 } => "",
            _ when call.IsOutOfTime || call.Spent >= deadline =>
                $" Given up after {call.Attempts} attempts in {Seconds(call.Spent)}: one call may take {Seconds(deadline)}.",
            _ => $" Given up after {call.Attempts} attempts.",
        };

    private string LastAnswer(WorkspaceRequest request, Resilience.Call? call) =>
        call?.LastAnswer is { } last
            ? $" Its last answer was {last.Status} {last.Error.Code}: "
                + $"{Sentence(Words(request, last.Error))}"
            : "";

    private string Words(WorkspaceRequest request, ErrorBody error) =>
        ErrorBody.Cut(EchoedSecrets.CutFrom(Redaction.Scrub(error.Message, request.Body, options.Redactor, places), places));

    private static WorkspaceApiException New(
        WorkspaceRequest request,
        Answer answer,
        string message,
        string code,
        string words,
        bool unknown
    ) =>
        new(message)
        {
            Method = request.Method.Method,
            Path = request.Path,
            Status = answer.Status,
            ErrorCode = code,
            ServiceMessage = words,
            RequestId = answer.RequestId,
            OutcomeUnknown = unknown,
        };

    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString(time.TotalSeconds < 1 ? "0.###" : "0", CultureInfo.InvariantCulture) + " s";

    private static string Sentence(string words) => words.Length > 0 && words[^1] is '.' or '!' or '?' or '…' ? words : words + ".";

    private static string Doubt(bool unknown) => unknown ? " Whether it took effect is not known." : "";
}
