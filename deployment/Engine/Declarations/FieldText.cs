using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>Attached to a value whose text stands in a file of its own, so that a part of the text can be found there.</summary>
/// <param name="File">As findings show it.</param>
/// <param name="Text">As it stands in the file, before anything was replaced in it.</param>
public sealed record FieldText(string File, string Text)
{
    /// <summary>The place of the first such piece of text; where the value is in no file of its own, the place of the value.</summary>
    /// <param name="file">The file of the declaration.</param>
    public static SourceLocation PlaceOf(JToken value, string piece, string file)
    {
        if (value.Annotation<FieldText>() is not { } own || own.Text.IndexOf(piece, StringComparison.Ordinal) is not (>= 0 and var at))
            return SourceLocation.Of(value.Parent is JProperty field ? field : value, file);

        var before = own.Text.AsSpan(0, at);
        return new SourceLocation(own.File, before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }
}
