using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Mappings;

/// <summary>The mappings of an environment that its declarations use.</summary>
/// <param name="File">Of the mappings, as findings show it.</param>
public sealed record MappedNames(string File, IReadOnlyList<NameMapping> Used)
{
    public static MappedNames None { get; } = new("", []);

    /// <summary>
    /// The name in Git of a mapped reference, with a blank and in parentheses; empty when the reference was not mapped.
    /// </summary>
    internal string Origin(Reference reference)
    {
        var origins = Used.Where(mapping => mapping.Kind == reference.To && mapping.To == reference.Value)
            .Select(mapping => mapping.From)
            .ToList();
        return origins.Count == 0 ? "" : $" (what {File} makes of {string.Join(" and ", origins)})";
    }
}
