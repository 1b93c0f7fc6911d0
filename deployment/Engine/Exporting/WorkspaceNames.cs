using System.Globalization;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Exporting;

/// <summary>What the ids in exported documents are called.</summary>
/// <param name="listings">Of every kind that an exported object names, and of those that are exported.</param>
internal sealed class WorkspaceNames(IReadOnlyList<NameListing> listings)
{
    private readonly Dictionary<string, NameListing> byKind = listings.ToDictionary(listing => listing.Kind);

    private readonly Dictionary<(string Kind, string Id), string> byId = listings
        .SelectMany(listing => listing.Objects.Select(known => (Key: (listing.Kind, known.Id), known.Name)))
        .DistinctBy(entry => entry.Key)
        .ToDictionary(entry => entry.Key, entry => entry.Name);

    private readonly ILookup<(string Kind, string Name), string> ids = listings
        .SelectMany(listing => listing.Objects.Select(known => (Key: (listing.Kind, known.Name), known.Id)))
        .ToLookup(entry => entry.Key, entry => entry.Id);

    /// <summary>Why the objects of the kind are not known; null when they are, and when the workspace just does not show them.</summary>
    public string? Failure(string kind) => byKind.GetValueOrDefault(kind) is { IsRefused: false } listing ? listing.Why : null;

    /// <summary>What the workspace said to keep such objects to itself; null when it shows them.</summary>
    public string? Refusal(string kind) => byKind.GetValueOrDefault(kind) is { IsRefused: true } listing ? listing.Why : null;

    /// <summary>All objects of that name, in a stable order.</summary>
    public IReadOnlyList<string> Ids(string kind, string name) => [.. ids[(kind, name)].Order(StringComparer.Ordinal)];

    /// <summary>How Git names what has that id, and what to know about it.</summary>
    public (string? Text, string? Warning) TextOf(ReferenceTarget target, string id)
    {
        if (byKind.GetValueOrDefault(target.Name) is not { Why: null })
            return (null, null);
        if (byId.GetValueOrDefault((target.Name, id)) is not { } name)
            return (
                target.Marked(ReferenceTarget.Unknown),
                $"names the {target.Noun} {id}, which the workspace has no more or does not show, and is exported as "
                    + $"{target.Marked(ReferenceTarget.Unknown)}. Choose another {target.Noun} in the workspace, or give unknown an entry "
                    + $"in the mappings."
            );

        var twins = Ids(target.Name, name);
        if (twins.Count > 1)
            return (
                null,
                $"keeps the id {id}: {twins.Count} {target.Plural} are named {name} ({string.Join(", ", twins)}). Rename all but "
                    + $"one, and export again."
            );
        if (
            string.IsNullOrWhiteSpace(name)
            || name.Contains("${", StringComparison.Ordinal)
            || name.Contains("{{", StringComparison.Ordinal)
        )
            return (
                null,
                $"keeps the id {id}: the name of that {target.Noun} cannot be written as a reference. Rename it, and export again."
            );

        return (CouldBeMisread(target, name) ? target.Marked(name) : name, null);
    }

    /// <summary>Whether the text is an id that Git could name.</summary>
    public bool IsNameless(Reference reference) =>
        !reference.IsMarked
        && byId.ContainsKey((reference.To, reference.Value))
        && TextOf(reference.Target, reference.Value).Text is not null;

    /// <summary>The text in a file that was there, with ids and plain names in the one way that exports write them.</summary>
    public string? Usual(Reference reference) =>
        !reference.IsMarked && byId.ContainsKey((reference.To, reference.Value)) ? TextOf(reference.Target, reference.Value).Text
        : Ids(reference.To, reference.Value) is [var only] ? TextOf(reference.Target, only).Text
        : null;

    /// <summary>As an id, as a long form, or as what is mapped when an object is no more.</summary>
    private bool CouldBeMisread(ReferenceTarget target, string name) =>
        byId.ContainsKey((target.Name, name))
        || long.TryParse(name, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        || (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal));
}
