using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>A place in a file. Line and column are counted from 1, and 0 when not known.</summary>
/// <param name="File">As findings show it; null when it was given on the command line.</param>
public sealed record SourceLocation(string? File, int Line, int Column)
{
    /// <summary>
    /// Attaches the place in the file to every token of a document, so that the place is known after the token was moved.
    /// </summary>
    public static T Mark<T>(T document, string file)
        where T : JToken => Mark(document, token => Of(token, file));

    /// <summary>For a document whose tokens come from several places; places that are attached already stay.</summary>
    public static T Mark<T>(T document, Func<JToken, SourceLocation> place)
        where T : JToken
    {
        foreach (var token in (document as JContainer)?.DescendantsAndSelf() ?? [document])
            if (token.Annotation<SourceLocation>() is null)
                token.AddAnnotation(place(token));

        return document;
    }

    /// <summary>Replaces a token by another one, which gets its place.</summary>
    public static T Move<T>(T token, SourceLocation place)
        where T : JToken
    {
        token.RemoveAnnotations<SourceLocation>();
        token.AddAnnotation(place);
        return token;
    }

    /// <summary>The place of a token: the one attached to it, or else its line in the file.</summary>
    public static SourceLocation Of(JToken? token, string? file)
    {
        if (token?.Annotation<SourceLocation>() is { } place)
            return place;

        var (line, column) = JsonPositions.Of(token);
        return new SourceLocation(file, line, column);
    }

    /// <summary>The place of the field at a path, or of the nearest existing field above it.</summary>
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
