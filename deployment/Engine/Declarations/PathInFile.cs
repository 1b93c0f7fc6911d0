using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>
/// Attached to what stands elsewhere in a declaration than in its file, such as an entry of a list that became a map, so that messages can
/// name it as people wrote it.
/// </summary>
/// <param name="Path">In the file: <c>libraries[1]</c>.</param>
public sealed record PathInFile(string Path)
{
    /// <summary>The path of a token in its file.</summary>
    public static string Of(JToken token) =>
        token.AncestorsAndSelf().FirstOrDefault(above => above.Annotation<PathInFile>() is not null) is { } moved
            ? moved.Annotation<PathInFile>()!.Path + token.Path[moved.Path.Length..]
            : token.Path;
}
