namespace Layercake.Engine.Kinds.References;

/// <summary>A kind of object that declarations may refer to, deployed by Layercake or not.</summary>
/// <param name="Name">The name of the kind in plans and folders: <c>instance-pools</c>.</param>
/// <param name="Noun">The singular, for messages.</param>
/// <param name="Word">The word in the long form of a reference: <c>__CLUSTER__name__</c>.</param>
public sealed record ReferenceTarget(string Name, string Noun, string Word)
{
    /// <summary>The name in an exported file for an object that no longer exists.</summary>
    public const string Unknown = "unknown";

    /// <summary>Its ids are numbers in JSON.</summary>
    public bool HasNumbers { get; init; }

    /// <summary>The kind that has taken its place, and the field of a job in which one is named; null when none has.</summary>
    public (string Kind, string Field)? Newer { get; init; }

    /// <summary>The plural, for messages: <c>instance pools</c>.</summary>
    public string Plural => Name.Replace('-', ' ');

    /// <summary>The long form, with the kind of the named object: <c>__CLUSTER__etl__</c>.</summary>
    public string Marked(string name) => $"__{Word}__{name}__";

    /// <summary>The name in a long form; null when the text is none of this kind.</summary>
    public string? Unmarked(string text)
    {
        var opening = $"__{Word}__";
        return
            text.Length > opening.Length + 2
            && text.StartsWith(opening, StringComparison.Ordinal)
            && text.EndsWith("__", StringComparison.Ordinal)
            ? text[opening.Length..^2]
            : null;
    }
}
