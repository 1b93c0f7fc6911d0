namespace Layercake.Engine.Kinds.References;

/// <summary>A kind of object that declarations may name, whether Layercake deploys it or not.</summary>
/// <param name="Name">As plans and folders call the kind: <c>instance-pools</c>.</param>
/// <param name="Noun">One of them, for sentences.</param>
/// <param name="Word">What stands in the long form of a reference: <c>__CLUSTER__name__</c>.</param>
public sealed record ReferenceTarget(string Name, string Noun, string Word)
{
    /// <summary>How an exported file calls an object whose id the workspace had no more.</summary>
    public const string Unknown = "unknown";

    /// <summary>Its ids are numbers in JSON.</summary>
    public bool HasNumbers { get; init; }

    /// <summary>Several of them, for sentences: <c>instance pools</c>.</summary>
    public string Plural => Name.Replace('-', ' ');

    /// <summary>The long form, which says what kind the name is of: <c>__CLUSTER__etl__</c>.</summary>
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
