using System.Text;

namespace Layercake.Engine.Declarations;

/// <summary>Turns the bytes of a declaration into text, which must be UTF-8.</summary>
internal static class JsonEncoding
{
    /// <exception cref="JsonProblem">The bytes are something else, or a merge left its markers in them.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (TextEncoding.Problem(bytes) is { } problem)
            throw new JsonProblem("JSN003", problem.Message, problem.Line, problem.Column);
        if (MergeMarkers.Find(bytes, oneIsEnough: true) is > 0 and var line)
            throw new JsonProblem(MergeMarkers.Code, MergeMarkers.Message, line, 1);

        return Encoding.UTF8.GetString(TextEncoding.WithoutMark(bytes));
    }
}
