using System.Globalization;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Exporting;

/// <summary>Finds the names for the ids in exported documents.</summary>
/// <param name="listings">One for each exported kind, and one for each kind that an exported object refers to.</param>
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

    /// <summary>Why the kind could not be listed; null when it was listed, and when the identity may not see it.</summary>
    public string? Failure(string kind) => byKind.GetValueOrDefault(kind) is { IsRefused: false } listing ? listing.Failure : null;

    /// <summary>The answer of the workspace when the identity may not see the kind; null when it may.</summary>
    public string? Refusal(string kind) => byKind.GetValueOrDefault(kind) is { IsRefused: true } listing ? listing.Failure : null;

    /// <summary>All objects of that name, in a stable order.</summary>
    public IReadOnlyList<string> Ids(string kind, string name) => [.. ids[(kind, name)].Order(StringComparer.Ordinal)];

    /// <summary>The text that a declaration has for the id (null where the id stays), and a warning where one is due.</summary>
    public (string? Text, string? Warning) TextOf(ReferenceTarget target, string id)
    {
        if (byKind.GetValueOrDefault(target.Name) is not { Failure: null })
            return (null, null);
        if (byId.GetValueOrDefault((target.Name, id)) is not { } name)
            return (
                target.Marked(ReferenceTarget.Unknown),
                $"names the {target.Noun} {id}, which the workspace has no more or does not show, and is exported as "
                    + $"{target.Marked(ReferenceTarget.Unknown)}. Choose another {target.Noun} in the workspace, or give unknown an entry "
                    + $"in the mappings."
            );

        var sameName = Ids(target.Name, name);
        if (sameName.Count > 1)
            return (
                null,
                $"keeps the id {id}: {sameName.Count} {target.Plural} are named {name} ({string.Join(", ", sameName)}). Rename all but "
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

    /// <summary>Whether the reference is an id for which a declaration could have a name.</summary>
    public bool CanBeNamed(Reference reference) =>
        !reference.IsMarked
        && byId.ContainsKey((reference.To, reference.Value))
        && TextOf(reference.Target, reference.Value).Text is not null;

    /// <summary>The text that an export would write for the same target; null where that is not known.</summary>
    public string? ExportedText(Reference reference) =>
        !reference.IsMarked && byId.ContainsKey((reference.To, reference.Value)) ? TextOf(reference.Target, reference.Value).Text
        : Ids(reference.To, reference.Value) is [var only] ? TextOf(reference.Target, only).Text
        : null;

    /// <summary>The name could be read as an id, as a long form, or as the mark for an object that is gone.</summary>
    private bool CouldBeMisread(ReferenceTarget target, string name) =>
        byId.ContainsKey((target.Name, name))
        || long.TryParse(name, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        || (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal));
}
