using System.Text;
using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Faults;

internal enum FaultAction
{
    /// <summary>Answers in the service's place.</summary>
    Respond,

    /// <summary>Ends the connection; nothing happened.</summary>
    DropBefore,

    /// <summary>Ends the connection after the work was done.</summary>
    DropAfter,

    /// <summary>Never answers; nothing happened. It ends when the client goes away.</summary>
    HoldBefore,

    /// <summary>Never answers after the work was done. It ends when the client goes away.</summary>
    HoldAfter,

    /// <summary>Waits, then goes on.</summary>
    Delay,

    /// <summary>429 for what exceeds a rate.</summary>
    Throttle,

    /// <summary>The first reads after a write show what was there before it.</summary>
    Stale,
}

/// <summary>Which requests go wrong, and how: the body of <c>POST {admin}/faults</c>.</summary>
internal sealed record FaultRule
{
    private static readonly string[] Names =
    [
        "method",
        "path",
        "query",
        "action",
        "times",
        "skip",
        "status",
        "headers",
        "body",
        "ms",
        "rate",
        "burst",
        "retry_after",
    ];

    private static readonly Dictionary<string, FaultAction> Actions = Enum.GetValues<FaultAction>()
        .ToDictionary(action => Regex.Replace(action.ToString(), "(?<=[a-z])(?=[A-Z])", "_").ToLowerInvariant());

    /// <summary>Any when null.</summary>
    public string? Method { get; init; }

    /// <summary>Compared with the decoded path; <c>*</c> stands for any characters, slashes too. Any path when null.</summary>
    public string? Path { get; init; }

    /// <summary>A text that the decoded query holds. Any query when null.</summary>
    public string? Query { get; init; }

    public required FaultAction Action { get; init; }

    /// <summary>How often it applies; null is for ever. For stale reads: how many reads after each write.</summary>
    public int? Times { get; init; }

    /// <summary>How many matching requests pass first.</summary>
    public int Skip { get; init; }

    /// <summary>What a respond or throttle rule orders; its body is empty when the rule names none.</summary>
    public ApiResponse Answer { get; init; } = ApiResponse.Empty;

    public TimeSpan Delay { get; init; }

    /// <summary>Requests a second that a throttle lets through for long.</summary>
    public double Rate { get; init; }

    /// <summary>Requests that it lets through at once.</summary>
    public double Burst { get; init; }

    /// <summary>As it was given.</summary>
    public required JObject Source { get; init; }

    /// <summary>The answer to a request for that path: the body that was ordered, or else what the path's service usually says.</summary>
    public ApiResponse AnswerTo(string path) =>
        Source.ContainsKey("body")
            ? Answer
            : ApiResponse.Json(DefaultErrorBody.Of(path, Answer.Status), Answer.Status) with
            {
                Headers = Answer.Headers,
            };

    /// <param name="target">Path and query, as sent.</param>
    public bool Matches(string method, string path, string target) =>
        (
            Query is null
            || Uri.UnescapeDataString(target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..])
                .Contains(Query, StringComparison.Ordinal)
        )
        && (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || Regex.IsMatch(path, Pattern(Path), RegexOptions.Singleline));

    /// <exception cref="ApiError">400, naming what is not understood.</exception>
    public static FaultRule Parse(JObject rule)
    {
        foreach (var property in rule.Properties())
            if (!Names.Contains(property.Name))
                throw ApiError.InvalidParameter($"A fault has no {property.Name}. It may have: {string.Join(", ", Names)}.");

        var name = rule["action"]?.ToString() ?? "respond";
        if (!Actions.TryGetValue(name, out var action))
            throw ApiError.InvalidParameter($"There is no action {name}. Actions are: {string.Join(", ", Actions.Keys)}.");

        if (action == FaultAction.Respond && rule["status"] is null)
            throw ApiError.InvalidParameter("A fault that responds needs a status.");

        try
        {
            return Read(rule, action);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException or InvalidCastException)
        {
            throw ApiError.InvalidParameter($"A field of the fault has a value that does not fit: {error.Message}");
        }
    }

    private static FaultRule Read(JObject rule, FaultAction action)
    {
        var times = (int?)rule["times"] ?? (action == FaultAction.Throttle ? 0 : 1);
        var rate = (double?)rule["rate"] ?? 1;
        return new FaultRule
        {
            Method = (string?)rule["method"],
            Path = (string?)rule["path"],
            Query = (string?)rule["query"],
            Action = action,
            Times = times == 0 ? null : times,
            Skip = (int?)rule["skip"] ?? 0,
            Answer = ReadAnswer(rule, action),
            Delay = TimeSpan.FromMilliseconds((double?)rule["ms"] ?? 0),
            Rate = rate,
            Burst = (double?)rule["burst"] ?? Math.Max(1, rate),
            Source = rule,
        };
    }

    private static ApiResponse ReadAnswer(JObject rule, FaultAction action)
    {
        var status = (int?)rule["status"] ?? (action == FaultAction.Throttle ? 429 : 200);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in rule["headers"] as JObject ?? [])
            headers[name] = (string)value!;

        if ((string?)rule["retry_after"] is { } seconds)
            headers["Retry-After"] = seconds;

        var text = rule["body"] switch
        {
            null => "",
            JValue { Type: JTokenType.String } value => (string)value!,
            var token => token.ToString(Formatting.None),
        };
        headers.Remove("Content-Type", out var contentType);
        return new ApiResponse
        {
            Status = status,
            Headers = headers,
            ContentType = contentType ?? UsualType(text),
            Body = Encoding.UTF8.GetBytes(text),
        };
    }

    private static string UsualType(string text) =>
        text.StartsWith('<') ? "text/html; charset=utf-8"
        : text.StartsWith('{') ? "application/json; charset=utf-8"
        : "text/plain; charset=utf-8";

    private static string Pattern(string glob) => $"^{Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal)}$";
}
