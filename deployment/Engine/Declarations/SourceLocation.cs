using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>Where something stands; line and column are counted from 1, and 0 when they are not known.</summary>
/// <param name="File">As findings show it; null when it was given on the command line.</param>
public sealed record SourceLocation(string? File, int Line, int Column)
{
    /// <summary>
    /// Says of every token of a document that was loaded from a file where it comes from, so that this is known wherever the token goes.
    /// </summary>
    public static T Mark<T>(T document, string file)
        where T : JToken => Mark(document, token => Of(token, file));

    /// <summary>As the other, for a document whose tokens come from several places; a place that is known already stays.</summary>
    public static T Mark<T>(T document, Func<JToken, SourceLocation> place)
        where T : JToken
    {
        foreach (var token in (document as JContainer)?.DescendantsAndSelf() ?? [document])
            if (token.Annotation<SourceLocation>() is null)
                token.AddAnnotation(place(token));

        return document;
    }

    /// <summary>Puts a new token where another one stood.</summary>
    public static T Move<T>(T token, SourceLocation place)
        where T : JToken
    {
        token.RemoveAnnotations<SourceLocation>();
        token.AddAnnotation(place);
        return token;
    }

    /// <summary>Where a token stands: where it was moved here from, or else its line in the file.</summary>
    public static SourceLocation Of(JToken? token, string? file)
    {
        if (token?.Annotation<SourceLocation>() is { } place)
            return place;

        var (line, column) = JsonPositions.Of(token);
        return new SourceLocation(file, line, column);
    }

    /// <summary>Where the field at a path stands, or what is nearest above it.</summary>
    public static SourceLocation Of(JObject document, string path, string? file) => Of(JsonPositions.Nearest(document, path), file);

    public Finding Finding(string code, string message, string? asset = null, Severity severity = Severity.Error) =>
        new()
        {
            Severity = severity,
            Code = code,
            Asset = asset,
            File = File,
            Line = Line,
            Column = Column,
            Message = message,
        };
}
