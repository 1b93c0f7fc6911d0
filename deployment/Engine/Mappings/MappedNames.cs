using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Mappings;

/// <summary>Which of an environment's mappings its declarations made use of.</summary>
/// <param name="File">Of the mappings, as findings show it.</param>
public sealed record MappedNames(string File, IReadOnlyList<NameMapping> Used)
{
    public static MappedNames None { get; } = new("", []);

    /// <summary>
    /// What Git calls the object that a reference names now, in parentheses and with a blank before them; nothing when it was not mapped.
    /// </summary>
    internal string Origin(Reference reference)
    {
        var origins = Used.Where(mapping => mapping.Kind == reference.To && mapping.To == reference.Value)
            .Select(mapping => mapping.From)
            .ToList();
        return origins.Count == 0 ? "" : $" (what {File} makes of {string.Join(" and ", origins)})";
    }
}
