using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>Reads one JSON document exactly as it is written; comments are allowed.</summary>
/// <remarks>
/// Explicit nulls stay, whole numbers keep all their digits, texts that look like dates stay texts, and every token knows the line and
/// the column where it starts.
/// </remarks>
public static class JsonText
{
    private static readonly JsonLoadSettings WithPositions = new()
    {
        LineInfoHandling = LineInfoHandling.Load,
        CommentHandling = CommentHandling.Ignore,
    };

    /// <summary>The document; null, with one finding, when it cannot be read.</summary>
    /// <param name="file">The file as findings name it.</param>
    /// <inheritdoc cref="FileReading.Bytes" path="/param[@name='mayBePipe']"/>
    public static JObject? Load(string fullPath, string file, ICollection<Finding> findings, bool mayBePipe = false) =>
        FileReading.Bytes(fullPath, file, findings, mayBePipe) is { } bytes ? Parse(bytes, file, findings) : null;

    /// <summary>As <see cref="Load"/>, for a file that was read already.</summary>
    public static JObject? Parse(ReadOnlySpan<byte> bytes, string file, ICollection<Finding> findings)
    {
        try
        {
            return Parse(JsonEncoding.Decode(bytes));
        }
        catch (JsonProblem problem)
        {
            findings.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = problem.Code,
                    File = file,
                    Line = problem.Line,
                    Column = problem.Column,
                    Message = problem.Message,
                }
            );
            return null;
        }
    }

    /// <param name="deepest">How deep it may be nested.</param>
    /// <exception cref="JsonProblem">It is not a JSON document.</exception>
    internal static JObject Parse(string text, int deepest = StrictJsonReader.DeepestLevel)
    {
        using var reader = new StrictJsonReader(text, deepest);
        reader.Read();
        var document = JObject.Load(reader, WithPositions);
        reader.Read();
        return document;
    }
}
