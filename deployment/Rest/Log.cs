using Microsoft.Extensions.Logging;

namespace Layercake.Rest;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} answered {Status} in {Milliseconds} ms (attempt {Attempt})")]
    public static partial void Answered(ILogger logger, HttpMethod method, string path, int status, long milliseconds, int attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} got no answer in {Milliseconds} ms (attempt {Attempt}): {Reason}")]
    public static partial void Unanswered(ILogger logger, HttpMethod method, string path, long milliseconds, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} {What} (attempt {Attempt}); trying again in {Seconds:0} s")]
    public static partial void Repeats(ILogger logger, HttpMethod method, string path, string what, int attempt, double seconds);

    [LoggerMessage(Level = LogLevel.Trace, Message = "{Method} {Target} sends {Body}")]
    public static partial void Sends(ILogger logger, HttpMethod method, string target, string body);

    [LoggerMessage(Level = LogLevel.Trace, Message = "{Method} {Path} brought {Body}")]
    public static partial void Brought(ILogger logger, HttpMethod method, string path, string body);
}
