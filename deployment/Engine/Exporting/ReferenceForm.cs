namespace Layercake.Engine.Exporting;

/// <summary>References that say what they are: <c>__CLUSTER__etl__</c>.</summary>
internal static class ReferenceForm
{
    /// <summary>Stands for an object that is no more.</summary>
    public const string Unknown = "unknown";

    /// <param name="noun">Of the kind: <c>cluster</c>.</param>
    public static string Of(string noun, string name) => $"{Opening(noun)}{name}__";

    /// <returns>Null when the text is no such reference.</returns>
    public static string? NameIn(string noun, string text) =>
        text.StartsWith(Opening(noun), StringComparison.Ordinal) && text.EndsWith("__", StringComparison.Ordinal) && text.Length > Opening(noun).Length + 2
            ? text[Opening(noun).Length..^2] : null;

    private static string Opening(string noun) => $"__{noun.ToUpperInvariant().Replace(' ', '_')}__";
}
