using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Tells Jupyter notebooks (<c>.ipynb</c>) that the service can read from others.</summary>
internal static class JupyterCheck
{
    /// <exception cref="JsonProblem">What is wrong, and where.</exception>
    public static void Check(ReadOnlySpan<byte> content)
    {
        if (TextEncoding.Problem(content) is { } problem)
            throw new JsonProblem("FIL012", problem.Message, problem.Line, problem.Column);
        if (MergeMarkers.Find(content, oneIsEnough: true) is > 0 and var line)
            throw new JsonProblem(MergeMarkers.Code, MergeMarkers.Message, line, 1);

        new JupyterReader(TextEncoding.WithoutMark(content)).Check();
    }
}
