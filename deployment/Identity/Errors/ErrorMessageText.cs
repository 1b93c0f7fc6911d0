using System.Globalization;
using System.Net.Http.Headers;

namespace Layercake.Identity.Errors;

/// <summary>Makes sentences of other programs' messages.</summary>
internal static class ErrorMessageText
{
    // What follows are a trace id, a correlation id and a time; or status, body and headers of an answer.
    public static string FirstLine(string text) => text.Split('\r', '\n')[0].Split(" Trace ID:")[0].Trim();

    public static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";

    /// <summary>
    /// How long a service asks to wait: <c>for 17 s</c>, <c>until 2026-03-01 12:00:17 UTC</c>; null when it does not say.
    /// </summary>
    public static string? Wait(RetryConditionHeaderValue? asked) =>
        asked switch
        {
            { Delta: { } delta } => string.Create(CultureInfo.InvariantCulture, $"for {delta.TotalSeconds:0} s"),
            { Date: { } date } => string.Create(CultureInfo.InvariantCulture, $"until {date.UtcDateTime:yyyy-MM-dd HH:mm:ss 'UTC'}"),
            _ => null,
        };

    /// <summary>The client libraries say the cause only in their inner exceptions.</summary>
    public static string OfInnermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;

        return Sentence(FirstLine(exception.Message));
    }
}
