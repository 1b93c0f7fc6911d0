namespace Layercake.Identity.Errors;

/// <summary>Makes sentences of other programs' messages.</summary>
internal static class ErrorMessageText
{
    // What follows are a trace id, a correlation id and a time; or status, body and headers of an answer.
    public static string FirstLine(string text) => text.Split('\r', '\n')[0].Split(" Trace ID:")[0].Trim();

    public static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";

    /// <summary>The client libraries say the cause only in their inner exceptions.</summary>
    public static string OfInnermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;

        return Sentence(FirstLine(exception.Message));
    }
}
